import type { MailWords } from '../mail/mail.ts';

/** `origin` is the shop's public address; `secret` opens the one thing the link is for. */
type Link = { origin: string; secret: string };

const NOT_YOU = 'If that was not you, you need not do anything: nobody gets in without this mail.';

export function confirmSignUpMail({ origin, secret }: Link): MailWords {
  return {
    kind: 'sign-up',
    subject: 'Finish your account at mez',
    text: `Hello,\n\nopen this link to finish your account. It works once, for 24 hours.\n\n${origin}/account/confirm/${secret}\n\n${NOT_YOU}`
  };
}

export function knownAlreadyMail({ origin }: { origin: string }): MailWords {
  return {
    kind: 'sign-up',
    subject: 'You already have an account at mez',
    text: `Hello,\n\nsomebody wanted to make an account with this address, but there is one already.\n\nSign in: ${origin}/account/sign-in\nForgot the password? ${origin}/account/reset\n\n${NOT_YOU}`
  };
}

export function codeMail(code: string): MailWords {
  return {
    kind: 'sign-in-code',
    subject: 'Your code for mez',
    text: `Hello,\n\nyour code is ${code}\n\nType it on the page where you asked for it. It works once, for ten minutes. We never ask you for it on the phone.\n\n${NOT_YOU}`
  };
}

/** Asked for with an address that has no account: the page says the same to everybody, so the mail has to say it. */
export function noAccountMail({ origin, kind }: { origin: string; kind: 'sign-in-code' | 'password-reset' }): MailWords {
  return {
    kind,
    subject: 'There is no account with this address at mez',
    text: `Hello,\n\nsomebody wanted to sign in with this address, but there is no account with it. Perhaps yours has another address.\n\nMake an account: ${origin}/account/new\n\n${NOT_YOU}`
  };
}

export function resetMail({ origin, secret }: Link): MailWords {
  return {
    kind: 'password-reset',
    subject: 'Choose a new password for mez',
    text: `Hello,\n\nopen this link to choose a new password. It works once, for 30 minutes.\n\n${origin}/account/reset/${secret}\n\n${NOT_YOU}`
  };
}

export function passwordChangedMail({ origin }: { origin: string }): MailWords {
  return {
    kind: 'account',
    subject: 'Your password for mez was changed',
    text: `Hello,\n\nyour password was changed just now, and your other devices were signed out.\n\nIf that was not you, choose a new one at once: ${origin}/account/reset\nand look which passkeys open your account: ${origin}/account/passkeys`
  };
}

export function passkeyAddedMail({ origin }: { origin: string }): MailWords {
  return {
    kind: 'account',
    subject: 'A passkey opens your account at mez',
    text: `Hello,\n\na passkey was added to your account just now.\n\nIf that was not you, remove it at once: ${origin}/account/passkeys\nand choose a new password: ${origin}/account/reset`
  };
}

export function passkeyRemovedMail({ origin }: { origin: string }): MailWords {
  return {
    kind: 'account',
    subject: 'A passkey was removed from your account at mez',
    text: `Hello,\n\na passkey was removed from your account just now. It opens nothing any more.\n\nIf that was not you, choose a new password at once: ${origin}/account/reset`
  };
}

export function ordersLinkMail({ origin, secret, count }: Link & { count: number }): MailWords {
  const orders = count === 1 ? 'One earlier order was' : `${count} earlier orders were`;
  return {
    kind: 'orders-link',
    subject: 'Your earlier orders at mez',
    text: `Hello,\n\n${orders} placed with this address without an account. Open this link to see ${count === 1 ? 'it' : 'them'} in yours. It works once, for 24 hours.\n\n${origin}/account/orders/${secret}`
  };
}

export function newEmailMail({ origin, secret }: Link): MailWords {
  return {
    kind: 'email-link',
    subject: 'Your new e-mail at mez',
    text: `Hello,\n\nopen this link to sign in with this address from now on. It works once, for an hour, and only in your account.\n\n${origin}/account/email/${secret}\n\nIf you did not ask for it, you need not do anything.`
  };
}

/** Asked for as the new e-mail of an account, but there is another account with it: only the mail says so. */
export function emailTakenMail({ origin }: { origin: string }): MailWords {
  return {
    kind: 'email-link',
    subject: 'This address has an account at mez already',
    text: `Hello,\n\nsomebody wanted to move their account to this address, but it has one already. Nothing was changed.\n\nSign in: ${origin}/account/sign-in\n\n${NOT_YOU}`
  };
}

export function emailAskedMail({ origin }: { origin: string }): MailWords {
  return {
    kind: 'account',
    subject: 'Another e-mail was asked for your account at mez',
    text: `Hello,\n\nsomebody who was signed in asked to move your account to another address. Until that is confirmed, this one stays.\n\nIf that was not you, choose a new password at once, which signs everybody else out: ${origin}/account/reset`
  };
}

export function emailChangedMail({ email }: { email: string }): MailWords {
  return {
    kind: 'account',
    subject: 'Your account at mez has another e-mail',
    text: `Hello,\n\nfrom now on your account opens with ${email}, and our mails go there. This one opens nothing any more, and your other devices were signed out.\n\nIf that was not you, answer this mail at once.`
  };
}

export function accountEndedMail(): MailWords {
  return {
    kind: 'account',
    subject: 'Your account at mez is deleted',
    text: 'Hello,\n\nyour account is deleted, and your name, addresses and phone number with it. Orders stay as numbers only, as the law wants them.\n\nThank you for having been here.'
  };
}
