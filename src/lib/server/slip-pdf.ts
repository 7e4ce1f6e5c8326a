import { encode } from 'uqr';
import { fill, rectangle } from 'pdf-lib';
import { MM, openPage, write, rule, type Pen } from './pdf-pen.ts';

/** What lies in a parcel, for whoever opens it. `address`: where its code leads to. */
export type Slip = { number: string; name: string; things: { title: string; options: string[]; quantity: number }[]; address: string };

const [WIDTH, HEIGHT, MARGIN] = [105 * MM, 148 * MM, 8 * MM];
const CODE = 34 * MM;
const MOST_LINES = 14;

/** The slip that is laid into a parcel, on a page of A6. Its code opens the return of what lies there. */
export async function slipPdf(slip: Slip): Promise<Uint8Array<ArrayBuffer>> {
  const { pdf, pen } = await openPage(`Slip ${slip.number}`, { width: WIDTH, height: HEIGHT, margin: MARGIN });
  write(pen, 'mez', { size: 18, bold: true });
  write(pen, [slip.number, slip.name].filter(Boolean).join(' · '), { size: 10 });
  rule(pen);
  for (const { title, options, quantity } of slip.things.slice(0, MOST_LINES)) {
    write(pen, `${quantity} × ${[title, ...options].join(', ')}`, { size: 9 });
  }
  if (slip.things.length > MOST_LINES) write(pen, `and ${slip.things.length - MOST_LINES} more`, { size: 9 });
  drawCode(pen, slip.address);
  return new Uint8Array(await pdf.save());
}

/** From the bottom edge up: however much lies in the parcel, the code has its place. */
function drawCode(pen: Pen, address: string): void {
  const { data, size } = encode(address, { ecc: 'M', border: 4 });
  const module = CODE / size;
  const [left, top] = [pen.margin, pen.margin + CODE];
  for (const [y, row] of data.entries()) {
    for (const [x, dark] of row.entries()) {
      if (dark) pen.page.pushOperators(rectangle(left + x * module, top - (y + 1) * module, module, module));
    }
  }
  pen.page.pushOperators(fill());
  pen.y = top + 10 * MM;
  rule(pen);
  write(pen, 'Something not right? Point your phone at the code and give it back.', { size: 8, lines: 2 });
}
