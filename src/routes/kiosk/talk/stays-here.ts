import type { ShownTalk } from '#lib/commerce/support/shown-talk.ts';

/** On a screen that is everybody's nothing leads to the page of an order, or out of the kiosk: there nobody would clear away what is shown. */
export const staysHere = (talk: ShownTalk): ShownTalk => ({
  ...talk,
  orderHrefs: {},
  messages: talk.messages.map((message) => ({
    ...message,
    grounds: message.grounds.map((ground) => ({ ...ground, href: undefined }))
  }))
});
