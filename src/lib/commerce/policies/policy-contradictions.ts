import { returnMethods, type PolicyProfile, type ReturnTerms } from './policy.ts';

/** What cannot hold together, each in a sentence that names the fields. */
export function policyContradictions(terms: PolicyProfile): string[] {
  const { cancel, items, payment, limits, returns, byCategory } = terms;
  return [
    ...said(
      cancel.states.length > 0 && cancel.reasons.length === 0,
      'Something may be cancelled, but for no reason: name reasons for cancelling.'
    ),
    ...said(
      items.mostChanges > 0 !== (items.swapFor !== 'nothing' && items.states.length > 0),
      '“changes of things for an order” must be 0 when nothing may be changed, and more than 0 when something may.'
    ),
    ...said(
      payment.giftCardMustCover && !payment.difference.includes('gift_card'),
      '“a gift card must cover all of a difference” says nothing while gift cards take no difference.'
    ),
    ...said(
      !payment.difference.some((method) => method === 'upi' || method === 'card') &&
        payment.difference.some((method) => method === 'gift_card' || method === 'store_credit'),
      '“ways to pay a difference” names gift cards or store credit alone: a bank is asked first, and they pay instead of it. Name upi or card as well.'
    ),
    ...said(
      limits.twoPeopleAboveMinor < limits.approveAboveMinor,
      '“worth above which two people approve” must not be less than “worth above which a person approves”.'
    ),
    ...ofReturns(returns),
    ...Object.entries(byCategory).flatMap(([category, own]) =>
      ofReturns({ ...returns, ...own }).map((sentence) => `${category}: ${sentence}`)
    )
  ];
}

function ofReturns(terms: ReturnTerms): string[] {
  return [...ofWhat(terms), ...ofWays(terms), ...ofMoney(terms), ...ofTriggers(terms)];
}

function ofWhat({ days, reasons, photoFor, keeps }: ReturnTerms): string[] {
  const strange = photoFor.find((one) => !reasons.includes(one));
  const kept = keeps.flatMap((rule) => rule.reasons).find((one) => !reasons.includes(one));
  return [
    ...said(days !== null && reasons.length === 0, '“reasons for giving back” needs one while there are days to give back.'),
    ...said(strange !== undefined, `“reasons that need a photo” names ${strange}, which is no reason for giving back.`),
    ...said(kept !== undefined, `“what may be kept” names ${kept}, which is no reason for giving back.`)
  ];
}

function ofWays({ days, methods, fees }: ReturnTerms): string[] {
  const unasked = returnMethods.find((one) => fees[one] > 0 && !methods.includes(one));
  return [
    ...said(days !== null && methods.length === 0, '“ways to come back” needs one while there are days to give back.'),
    ...said(unasked !== undefined, `There is a fee of coming back by ${unasked}, which is no way to come back.`)
  ];
}

function ofMoney({ days, refundTo, bonusPercent }: ReturnTerms): string[] {
  return [
    ...said(days !== null && refundTo.length === 0, '“where money goes back to” needs one while there are days to give back.'),
    ...said(
      bonusPercent > 0 && !refundTo.includes('store-credit'),
      '“percent on top of store credit” must be 0 while no money goes to store credit.'
    )
  ];
}

function ofTriggers({ triggers }: ReturnTerms): string[] {
  const bounds = triggers.map(({ upToMinor }) => upToMinor);
  const rises = bounds.every((bound, place) => place === 0 || bound === null || bound > (bounds[place - 1] ?? Infinity));
  return [
    ...said(bounds.at(-1) !== null, 'The last step of “when the money goes back” must have no bound.'),
    ...said(bounds.slice(0, -1).includes(null), 'Only the last step of “when the money goes back” is without a bound.'),
    ...said(!rises, 'The bounds of “when the money goes back” must rise from step to step.')
  ];
}

const said = (isSo: boolean, sentence: string): string[] => (isSo ? [sentence] : []);
