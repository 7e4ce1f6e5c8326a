import { gunzipSync, gzipSync } from 'node:zlib';
import { isIntent, type Intent } from './intents.ts';
import type { Model } from './model.ts';

/** `stamp`: of what the model was made from. */
export type StampedModel = Model & { stamp: string };
type Head = { stamp: string; intents: Intent[]; heat: number; features: number };

const FINEST = 127;

/**
 * A model as a file: a line of JSON, then for each feature its hash, how telling it is and how large its largest weight is, then all weights as
 * shares of the largest, a byte each. That is an eighth of the size and moves no guess that anyone would act on.
 */
export function modelToFile({ stamp, intents, heat, vocabulary, weights }: StampedModel): Buffer {
  const features = vocabulary.weights.length;
  const rows = features + 2; // Strange words and what an intent starts with have no hash.
  const head: Head = { stamp, intents: [...intents], heat, features };
  const largest = Float32Array.from({ length: rows }, (_, row) => largestOf(rowOf(weights, row, intents.length)));
  const fine = Int8Array.from(weights, (weight, at) => Math.round((weight / (largest[Math.floor(at / intents.length)] || 1)) * FINEST));
  const line = Buffer.from(`${JSON.stringify(head)}\n`);
  return gzipSync(
    Buffer.concat([
      line,
      bytesOf(Uint32Array.from(vocabulary.places.keys())),
      bytesOf(vocabulary.weights),
      bytesOf(largest),
      bytesOf(fine)
    ]),
    {
      level: 9
    }
  );
}

export function modelFromFile(file: Uint8Array): StampedModel {
  const bytes = gunzipSync(file);
  const { stamp, intents, heat, features } = headOf(bytes);
  let at = bytes.indexOf('\n') + 1;
  const next = (length: number) => bytes.buffer.slice(bytes.byteOffset + at, bytes.byteOffset + (at += length));
  const hashes = new Uint32Array(next(features * 4));
  const telling = new Float32Array(next(features * 4));
  const largest = new Float32Array(next((features + 2) * 4));
  const fine = new Int8Array(next((features + 2) * intents.length));
  const weights = weightsOf(fine, largest, intents.length);
  const places = new Map<number, number>();
  hashes.forEach((hash, place) => places.set(hash, place));
  return { stamp, intents, heat, vocabulary: { places, weights: telling }, weights };
}

/** Two thirds of a million, while somebody waits for the first answer: row by row, which is ten times as fast as place by place. */
function weightsOf(fine: Int8Array, largest: Float32Array, many: number): Float32Array {
  const weights = new Float32Array(fine.length);
  for (let row = 0; row < largest.length; row += 1) {
    const most = largest[row] ?? 0;
    for (let at = row * many; at < (row + 1) * many; at += 1) weights[at] = ((fine[at] ?? 0) / FINEST) * most;
  }
  return weights;
}

function headOf(bytes: Buffer): Head {
  const head = JSON.parse(bytes.subarray(0, bytes.indexOf('\n')).toString()) as Head;
  const stranger = head.intents.find((intent) => !isIntent(intent));
  if (stranger !== undefined)
    throw new Error(`The model knows ${String(stranger)}, which is no intent: npm run agents:train makes it anew.`);
  return head;
}

const rowOf = (weights: Float32Array, row: number, many: number): Float32Array => weights.subarray(row * many, (row + 1) * many);
const largestOf = (row: Float32Array): number => row.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
const bytesOf = (list: Uint32Array | Float32Array | Int8Array): Uint8Array => new Uint8Array(list.buffer, list.byteOffset, list.byteLength);
