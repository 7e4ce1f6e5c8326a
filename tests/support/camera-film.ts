import { writeFileSync } from 'node:fs';
import { encode } from 'uqr';

const [WIDTH, HEIGHT] = [640, 480];
const FRAMES = 3;
/** As much as a reader needs around a code, and per module. */
const QUIET_MODULES = 4;
const LEAST_PIXELS = 8;
const [BLACK, WHITE, GREY] = [16, 235, 128];

/** Writes what a camera sees that is held before a QR code: a film of a few frames that a browser plays as its camera, over and over. */
export function writeFilmOfQr(path: string, text: string): void {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET_MODULES });
  const pixels = Math.floor(HEIGHT / size);
  if (pixels < LEAST_PIXELS) throw new Error(`a code of ${size} modules is too fine for this camera`);
  const light = Buffer.alloc(WIDTH * HEIGHT, WHITE);
  const [left, top] = [(WIDTH - size * pixels) >> 1, (HEIGHT - size * pixels) >> 1];
  for (const [y, row] of data.entries()) {
    for (const [x, dark] of row.entries()) {
      if (!dark) continue;
      for (let line = 0; line < pixels; line += 1) {
        const from = (top + y * pixels + line) * WIDTH + left + x * pixels;
        light.fill(BLACK, from, from + pixels);
      }
    }
  }
  const frame = [Buffer.from('FRAME\n'), light, Buffer.alloc((WIDTH * HEIGHT) / 2, GREY)];
  const head = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`);
  writeFileSync(path, Buffer.concat([head, ...Array.from({ length: FRAMES }, () => frame).flat()]));
}
