import type { RefundTrigger, ReturnMethod, ReturnReason } from '../policies/policy.ts';
import type { Disposition } from './return.machine.ts';

export const reasonLabels: Record<ReturnReason, string> = {
  'too-small': 'Too small',
  'too-large': 'Too large',
  'changed-mind': 'I changed my mind',
  'not-as-described': 'Not as it was described',
  damaged: 'It came damaged',
  defective: 'It does not work',
  'wrong-item': 'This is not what I ordered',
  'arrived-late': 'It came too late',
  other: 'Something else'
};

/** What is asked further of some reasons, to choose from. */
export const reasonDetails: Partial<Record<ReturnReason, { question: string; answers: readonly string[] }>> = {
  'too-small': { question: 'By how much?', answers: ['A little', 'A size', 'More'] },
  'too-large': { question: 'By how much?', answers: ['A little', 'A size', 'More'] },
  damaged: { question: 'What is damaged?', answers: ['The box only', 'Scratches or dents', 'Broken', 'Parts are missing'] },
  defective: { question: 'What happens?', answers: ['Nothing at all', 'Now and then', 'Not as it should'] }
};

/** What each way is, in the words of whoever gives it back. */
export const methodWords: Record<ReturnMethod, { label: string; note: string }> = {
  store: { label: 'Bring it to a store', note: 'We look at it while you are there.' },
  label: { label: 'Send it with a label', note: 'You print the label and give it to the carrier.' },
  qr: { label: 'Send it without a printer', note: 'You show a code to the carrier, who prints the label.' },
  home: { label: 'Have it fetched', note: 'The carrier comes to your door and brings the label.' }
};

/** When the money goes, as the end of a sentence. */
export const triggerWords: Record<RefundTrigger, string> = {
  instant: 'at once',
  'first-scan': 'as soon as a store or the carrier has it',
  received: 'as soon as it is with us',
  inspected: 'as soon as we have looked at it'
};

export const dispositionWords: Record<Disposition, string> = {
  restock_a: 'As new',
  restock_b: 'As new, opened',
  refurbish: 'To be mended',
  return_to_vendor: 'To its maker',
  quarantine: 'Kept apart',
  scrap: 'Cannot be used any more',
  missing: 'Was not there',
  back_to_customer: 'Stays with you'
};
