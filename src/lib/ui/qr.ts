import { encode } from 'uqr';

/** The dark modules of a QR code as one path over a square of `size` modules, with the quiet rim that readers need. */
export type QrShape = { size: number; path: string };

const QUIET_MODULES = 4;

/** Made on the server: a browser that only shows it needs no encoder. */
export function qrShape(text: string): QrShape {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET_MODULES });
  return {
    size,
    path: data
      .map((row, y) =>
        runsOf(row)
          .map(([x, length]) => `M${x} ${y}h${length}v1h-${length}z`)
          .join('')
      )
      .join('')
  };
}

/** Where each stretch of dark modules begins, and how long it is. */
function runsOf(row: boolean[]): [number, number][] {
  const runs: [number, number][] = [];
  for (const [x, dark] of row.entries()) {
    const last = runs.at(-1);
    if (dark && last && last[0] + last[1] === x) last[1] += 1;
    else if (dark) runs.push([x, 1]);
  }
  return runs;
}
