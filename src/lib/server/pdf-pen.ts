import { fill, PDFDocument, rectangle, StandardFonts, type PDFFont, type PDFPage } from 'pdf-lib';
import { printable } from '#lib/commerce/store-work/label.ts';

/** A millimetre in points. */
export const MM = 72 / 25.4;

type Fonts = { plain: PDFFont; bold: PDFFont };
/** Where the next line goes, in points from the bottom; `isWhole` while every letter could be printed. */
export type Pen = { page: PDFPage; fonts: Fonts; margin: number; inner: number; y: number; isWhole: boolean };
export type Style = { size: number; bold?: boolean; lines?: number };

/** An empty page with a pen at its top. The same words give the same bytes. */
export async function openPage(
  title: string,
  { width, height, margin }: { width: number; height: number; margin: number }
): Promise<{ pdf: PDFDocument; pen: Pen }> {
  const pdf = await PDFDocument.create({ updateMetadata: false });
  pdf.setTitle(title);
  pdf.setLanguage('en');
  const fonts = { plain: await pdf.embedFont(StandardFonts.Helvetica), bold: await pdf.embedFont(StandardFonts.HelveticaBold) };
  return { pdf, pen: { page: pdf.addPage([width, height]), fonts, margin, inner: width - 2 * margin, y: height - margin, isWhole: true } };
}

export function rule(pen: Pen): void {
  pen.y -= 1.5 * MM;
  pen.page.pushOperators(rectangle(pen.margin, pen.y, pen.inner, 0.6), fill());
  pen.y -= 1.5 * MM;
}

export function write(pen: Pen, words: string, { size, bold = false, lines = 1 }: Style): void {
  const { text, isWhole } = printable(words);
  pen.isWhole &&= isWhole;
  if (text === '') return;
  const font = bold ? pen.fonts.bold : pen.fonts.plain;
  for (const line of wrapped(text, { font, size, lines, inner: pen.inner })) {
    const fitting = Math.min(size, (size * pen.inner) / font.widthOfTextAtSize(line, size));
    pen.y -= size * 1.15;
    pen.page.drawText(line, { x: pen.margin, y: pen.y + size * 0.2, size: fitting, font });
  }
}

/** By words into at most `lines` lines; what is too long for the last one is written smaller. */
function wrapped(text: string, { font, size, lines, inner }: { font: PDFFont; size: number; lines: number; inner: number }): string[] {
  const out = [''];
  for (const word of text.split(' ')) {
    const longer = [out.at(-1), word].filter(Boolean).join(' ');
    if (out.length < lines && out.at(-1) !== '' && font.widthOfTextAtSize(longer, size) > inner) out.push(word);
    else out[out.length - 1] = longer;
  }
  return out;
}
