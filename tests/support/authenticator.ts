import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON
} from '@simplewebauthn/server';
import { isoCBOR } from '@simplewebauthn/server/helpers';

type Cbor = Parameters<typeof isoCBOR.encode>[0];

const [PRESENT, VERIFIED, HAS_KEY] = [1, 4, 64];
const ES256 = -7;

/** What a thief, a copy or a broken device may do otherwise than a good one. */
export type Otherwise = Partial<{
  origin: string;
  rpId: string;
  /** What it is said to be for: `webauthn.create` and `webauthn.get` are told apart by this alone. */
  type: string;
  challenge: string;
  flags: number;
  count: number;
  userHandle: string;
  /** Whose key signs. */
  key: KeyObject;
  /** What the device says of its maker. */
  maker: { fmt: string; statement: Map<string, Cbor> };
}>;

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest();
const base64 = (data: Uint8Array | string) => Buffer.from(data).toString('base64url');

/** A device that keeps one passkey (ES256) and counts its uses. */
export function anAuthenticator({ count = 0, counts = true }: { count?: number; counts?: boolean } = {}) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(32);
  let used = count;
  let userHandle = '';

  const clientData = (type: string, challenge: string, origin: string) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const head = (rpId: string, flags: number, signed: number) => {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(signed);
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), counter]);
  };
  const next = () => (counts ? ++used : 0);

  return {
    id: base64(id),
    privateKey,
    make(options: PublicKeyCredentialCreationOptionsJSON, origin: string, other: Otherwise = {}): RegistrationResponseJSON {
      userHandle = options.user.id;
      const { flags = PRESENT | VERIFIED, rpId = options.rp.id ?? '' } = other;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const authData = Buffer.concat([head(rpId, flags | HAS_KEY, used), Buffer.alloc(16), length, id, coseKey(publicKey)]);
      const { fmt, statement } = other.maker ?? { fmt: 'none', statement: new Map<string, Cbor>() };
      const attested = new Map<string, Cbor>([
        ['fmt', fmt],
        ['attStmt', statement],
        ['authData', new Uint8Array(authData)]
      ]);
      const said = clientData(other.type ?? 'webauthn.create', other.challenge ?? options.challenge, other.origin ?? origin);
      const response = { clientDataJSON: base64(said), attestationObject: base64(isoCBOR.encode(attested)), transports: ['internal'] };
      return { id: base64(id), rawId: base64(id), type: 'public-key', response, clientExtensionResults: {} };
    },
    use(options: PublicKeyCredentialRequestOptionsJSON, origin: string, other: Otherwise = {}): AuthenticationResponseJSON {
      const { flags = PRESENT | VERIFIED, rpId = options.rpId ?? '', count: said = next(), key = privateKey } = other;
      const authData = head(rpId, flags, said);
      const client = clientData(other.type ?? 'webauthn.get', other.challenge ?? options.challenge, other.origin ?? origin);
      const signature = sign('sha256', Buffer.concat([authData, sha256(client)]), key);
      const signed = { clientDataJSON: base64(client), authenticatorData: base64(authData), signature: base64(signature) };
      const response = { ...signed, userHandle: other.userHandle ?? userHandle };
      return { id: base64(id), rawId: base64(id), type: 'public-key', response, clientExtensionResults: {} };
    }
  };
}

function coseKey(publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const [kty, alg, curve] = [2, ES256, 1];
  const parts: [number, Cbor][] = [
    [1, kty],
    [3, alg],
    [-1, curve],
    [-2, new Uint8Array(Buffer.from(x, 'base64url'))],
    [-3, new Uint8Array(Buffer.from(y, 'base64url'))]
  ];
  return Buffer.from(isoCBOR.encode(new Map(parts)));
}
