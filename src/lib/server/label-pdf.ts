import bwipjs from 'bwip-js/node';
import { fill, rectangle } from 'pdf-lib';
import { wayName } from '#lib/commerce/cart/cart-words.ts';
import { labelCode, weightText, type LabelFacts } from '#lib/commerce/store-work/label.ts';
import { MM, openPage, rule, write, type Pen } from './pdf-pen.ts';

const [WIDTH, HEIGHT, MARGIN] = [100 * MM, 150 * MM, 6 * MM];
/** Scanners want ten modules of white before and after the bars; no module wider than this is needed. */
const [QUIET, WIDEST] = [10, 0.42 * MM];
const LEFT_OUT = 'Letters that cannot be printed are left out. Look at the order for them.';

/** The label of a parcel, 100 × 150 mm on one page. The same facts give the same bytes. */
export async function labelPdf(facts: LabelFacts): Promise<Uint8Array<ArrayBuffer>> {
  const { pdf, pen } = await openPage(`Label ${labelCode(facts)}`, { width: WIDTH, height: HEIGHT, margin: MARGIN });
  drawHead(pen, facts);
  drawFrom(pen, facts);
  drawTo(pen, facts);
  drawFoot(pen, facts);
  return new Uint8Array(await pdf.save());
}

function drawHead(pen: Pen, { service, method }: LabelFacts): void {
  write(pen, `mez · ${method === 'pickup' ? 'To be collected' : wayName(service)}`, { size: 18, bold: true });
  rule(pen);
}

function drawFrom(pen: Pen, { from }: LabelFacts): void {
  write(pen, 'From', { size: 7 });
  write(pen, from.name, { size: 10, bold: true });
  write(pen, [from.address, [from.city, from.postcode].filter(Boolean).join(' ')].filter(Boolean).join(', '), { size: 9, lines: 2 });
  rule(pen);
}

/** Who sends nothing by post calls a first name and a number over the counter. */
function drawTo(pen: Pen, { to, method, number }: LabelFacts): void {
  write(pen, method === 'pickup' ? 'For' : 'To', { size: 7 });
  if (method === 'pickup') {
    write(pen, to.name, { size: 32, bold: true });
    write(pen, number, { size: 22, bold: true });
    return;
  }
  const { line1 = '', line2 = '', city = '', state = '', postcode = '' } = to.address ?? {};
  write(pen, to.name, { size: 16, bold: true, lines: 2 });
  for (const line of [line1, line2]) write(pen, line, { size: 12, lines: 2 });
  write(pen, `${city} ${postcode}`, { size: 15, bold: true });
  write(pen, state, { size: 12 });
  if (to.phone) write(pen, `Phone ${to.phone}`, { size: 10 });
}

/** From the bottom edge up, so that a long address never pushes the codes off the page. */
function drawFoot(pen: Pen, facts: LabelFacts): void {
  const { number, nth, of, grams, carrier, trackingNumber } = facts;
  pen.y = (trackingNumber ? 58 : 36) * MM;
  rule(pen);
  const weight = grams === null ? [] : [weightText(grams)];
  write(pen, [number, `parcel ${nth} of ${of}`, ...weight].join(' · '), { size: 10, bold: true });
  bars(pen, labelCode(facts), labelCode(facts));
  if (trackingNumber) bars(pen, trackingNumber, [carrier ?? '', trackingNumber].join(' ').trim());
  if (!pen.isWhole) write(pen, LEFT_OUT, { size: 7 });
}

/** Code 128, with what it says in letters under it. */
function bars(pen: Pen, code: string, under: string): void {
  const widths = modulesOf(code);
  const all = widths.reduce((sum, width) => sum + width, 0) + 2 * QUIET;
  const module = Math.min(WIDEST, WIDTH / all);
  let x = (WIDTH - all * module) / 2 + QUIET * module;
  pen.y -= 15 * MM;
  widths.forEach((width, at) => {
    if (at % 2 === 0) pen.page.pushOperators(rectangle(x, pen.y, width * module, 13 * MM));
    x += width * module;
  });
  pen.page.pushOperators(fill());
  write(pen, under, { size: 10 });
}

/** How wide each bar and each gap is, beginning with a bar. */
function modulesOf(code: string): number[] {
  const [drawn] = bwipjs.raw('code128', code, '');
  if (!drawn || !('sbs' in drawn)) throw new Error(`no bars for ${code}`);
  return drawn.sbs;
}
