const TROUBLE = {
  none: 'No passkey was used. Try once more, or go another way.',
  known: 'This device has a passkey for your account already.',
  network: 'We were not reached. Check the network and try once more.'
};

export type Signed = { answer: string } | { trouble: string };

/** Asks the shop what is to be signed and the browser to sign it; the parts for that are fetched only now. */
export async function signWith(to: 'make' | 'use', from: string): Promise<Signed> {
  try {
    const parts = import('@simplewebauthn/browser');
    const asked = await fetch(from, { method: 'POST' });
    if (asked.redirected) return lookAtThePageAgain();
    const { options: optionsJSON, message } = await asked.json();
    if (!optionsJSON) return { trouble: message };
    const { startAuthentication, startRegistration } = await parts;
    const signed = to === 'make' ? await startRegistration({ optionsJSON }) : await startAuthentication({ optionsJSON });
    return { answer: JSON.stringify(signed) };
  } catch (fault) {
    return { trouble: troubleIn(fault) };
  }
}

/** Too long ago that they signed in: the page itself asks to do so once more. */
function lookAtThePageAgain(): Signed {
  location.assign(location.pathname);
  return { trouble: '' };
}

/** The browser says hardly more than that it did not happen: who has which passkeys is nobody's business. */
function troubleIn(fault: unknown): string {
  const { name } = fault as { name?: string };
  if (name === 'TypeError') return TROUBLE.network;
  return name === 'InvalidStateError' ? TROUBLE.known : TROUBLE.none;
}
