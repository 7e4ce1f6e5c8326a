import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON
} from '@simplewebauthn/server';
import type { Shop } from './shop.ts';

/** The shop's public address comes out of its settings: what a request says of itself decides nothing here. */
type Place = Pick<Shop, 'origin'>;

// A second to load, and most people never press the button.
const library = async () => import('@simplewebauthn/server');
const helpers = async () => import('@simplewebauthn/server/helpers');

// EdDSA, ES256 and RS256, as COSE numbers them: one of them every device has.
const ALGORITHMS = [-8, -7, -257];
const CEREMONY_MS = 5 * 60_000;
const bytesOf = (id: string) => new Uint8Array(Buffer.from(id.replaceAll('-', ''), 'hex'));
const rpIdOf = ({ origin }: Place): string => new URL(origin).hostname;

type ForWhom = { id: string; email: string; name: string; has: { id: string; transports: string[] }[] };

/** What a browser needs to make a passkey that is found without an address being typed, and that asks for a finger, a face or a PIN. */
export async function creationOptions(place: Place, { id, email, name, has }: ForWhom): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { generateRegistrationOptions } = await library();
  return generateRegistrationOptions({
    rpName: 'mez',
    rpID: rpIdOf(place),
    userID: bytesOf(id),
    userName: email,
    userDisplayName: name,
    timeout: CEREMONY_MS,
    excludeCredentials: has,
    supportedAlgorithmIDs: ALGORITHMS,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' }
  });
}

/** The device offers whichever passkeys it has for us. */
export async function requestOptions(place: Place): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const { generateAuthenticationOptions } = await library();
  return generateAuthenticationOptions({ rpID: rpIdOf(place), timeout: CEREMONY_MS, userVerification: 'required' });
}

/** What the device says it signed; whether it did is still to be proved. Undefined for nonsense. */
export function challengeIn({ response }: { response: { clientDataJSON: string } }): string | undefined {
  const read = noneIfNonsense(() => JSON.parse(Buffer.from(response.clientDataJSON, 'base64url').toString()) as unknown);
  const said = (read as { challenge?: unknown } | null | undefined)?.challenge;
  return typeof said === 'string' ? said : undefined;
}

export type Proved = { challenge: string };
export type NewKey = { id: string; publicKey: Buffer; signCount: number };

/** Undefined when it was not made here, just now, for this challenge, by somebody who was there. */
export async function keyMadeBy(place: Place, made: RegistrationResponseJSON, { challenge }: Proved): Promise<NewKey | undefined> {
  const { verifyRegistrationResponse } = await library();
  const response = await withoutMaker(made).catch(none);
  const proof =
    response &&
    (await verifyRegistrationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: place.origin,
      expectedRPID: rpIdOf(place),
      supportedAlgorithmIDs: ALGORITHMS
    }).catch(none));
  if (!proof?.verified) return undefined;
  const { id, publicKey, counter } = proof.registrationInfo.credential;
  return { id, publicKey: Buffer.from(publicKey), signCount: counter };
}

/** What a device says of its maker is left out unread: looking at it would fetch addresses that somebody wrote into it. */
async function withoutMaker(made: RegistrationResponseJSON): Promise<RegistrationResponseJSON> {
  const { decodeAttestationObject, isoCBOR } = await helpers();
  const authData = decodeAttestationObject(new Uint8Array(Buffer.from(made.response.attestationObject, 'base64url'))).get('authData');
  const bare = isoCBOR.encode(
    new Map<string, string | Uint8Array | Map<string, never>>([
      ['fmt', 'none'],
      ['attStmt', new Map<string, never>()],
      ['authData', authData]
    ])
  );
  return { ...made, response: { ...made.response, attestationObject: Buffer.from(bare).toString('base64url') } };
}

type Kept = { id: string; userId: string; publicKey: Buffer };

/** The device's new count, or undefined when this was not signed by this key, here, for this challenge and this account. */
export async function countSignedBy(
  place: Place,
  used: AuthenticationResponseJSON,
  { challenge, key }: Proved & { key: Kept }
): Promise<number | undefined> {
  const { verifyAuthenticationResponse } = await library();
  if (used.response.userHandle !== Buffer.from(bytesOf(key.userId)).toString('base64url')) return undefined;
  const proof = await verifyAuthenticationResponse({
    response: used,
    expectedChallenge: challenge,
    expectedOrigin: place.origin,
    expectedRPID: rpIdOf(place),
    // Whether its count went on is asked where it is written, so that two at the same moment meet there.
    credential: { id: key.id, publicKey: new Uint8Array(key.publicKey), counter: 0 }
  }).catch(none);
  return proof?.verified ? proof.authenticationInfo.newCounter : undefined;
}

/** The library says every no by throwing, and only a stranger's input makes it. */
const none = (): undefined => undefined;

function noneIfNonsense<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
