import bwipjs from 'bwip-js/node';
import { fill, PDFDocument, rectangle, StandardFonts, type PDFFont, type PDFPage } from 'pdf-lib';
import { wayName } from '#lib/commerce/cart/cart-words.ts';
import { labelCode, printable, weightText, type LabelFacts } from '#lib/commerce/store-work/label.ts';

/** A millimetre in points. */
const MM = 72 / 25.4;
const [WIDTH, HEIGHT, MARGIN] = [100 * MM, 150 * MM, 6 * MM];
const INNER = WIDTH - 2 * MARGIN;
/** Scanners want ten modules of white before and after the bars; no module wider than this is needed. */
const [QUIET, WIDEST] = [10, 0.42 * MM];
const LEFT_OUT = 'Letters that cannot be printed are left out. Look at the order for them.';

type Fonts = { plain: PDFFont; bold: PDFFont };
type Pen = { page: PDFPage; fonts: Fonts; y: number; isWhole: boolean };
type Style = { size: number; bold?: boolean; lines?: number };

/** The label of a parcel, 100 × 150 mm on one page. The same facts give the same bytes. */
export async function labelPdf(facts: LabelFacts): Promise<Uint8Array<ArrayBuffer>> {
  const pdf = await PDFDocument.create({ updateMetadata: false });
  pdf.setTitle(`Label ${labelCode(facts)}`);
  pdf.setLanguage('en');
  const fonts = { plain: await pdf.embedFont(StandardFonts.Helvetica), bold: await pdf.embedFont(StandardFonts.HelveticaBold) };
  const pen: Pen = { page: pdf.addPage([WIDTH, HEIGHT]), fonts, y: HEIGHT - MARGIN, isWhole: true };
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

function rule(pen: Pen): void {
  pen.y -= 1.5 * MM;
  pen.page.pushOperators(rectangle(MARGIN, pen.y, INNER, 0.6), fill());
  pen.y -= 1.5 * MM;
}

function write(pen: Pen, words: string, { size, bold = false, lines = 1 }: Style): void {
  const { text, isWhole } = printable(words);
  pen.isWhole &&= isWhole;
  if (text === '') return;
  const font = bold ? pen.fonts.bold : pen.fonts.plain;
  for (const line of wrapped(text, { font, size, lines })) {
    const fitting = Math.min(size, (size * INNER) / font.widthOfTextAtSize(line, size));
    pen.y -= size * 1.15;
    pen.page.drawText(line, { x: MARGIN, y: pen.y + size * 0.2, size: fitting, font });
  }
}

/** By words into at most `lines` lines; what is too long for the last one is written smaller. */
function wrapped(text: string, { font, size, lines }: { font: PDFFont; size: number; lines: number }): string[] {
  const out = [''];
  for (const word of text.split(' ')) {
    const longer = [out.at(-1), word].filter(Boolean).join(' ');
    if (out.length < lines && out.at(-1) !== '' && font.widthOfTextAtSize(longer, size) > INNER) out.push(word);
    else out[out.length - 1] = longer;
  }
  return out;
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
