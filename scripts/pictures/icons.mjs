// node icons.mjs: writes static/icon-*.png and static/favicon.ico from the mark.
import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';

const folder = path.join(import.meta.dirname, '../../static');

/** The table on a white ground, inside the circle that phones cut icons to. */
function icon(size, ground) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="${size}" height="${size}">
    ${ground ? '<rect width="32" height="32" fill="#ffffff"/>' : ''}
    <g fill="#14161c" transform="translate(16 16) scale(${ground ? 0.62 : 1}) translate(-16 -16)">
      <rect x="1" y="5" width="30" height="7" rx="1.6"/>
      <rect x="3.3" y="10" width="5.6" height="17" rx="1.2"/>
      <rect x="13.2" y="10" width="5.6" height="17" rx="1.2"/>
      <rect x="23.1" y="10" width="5.6" height="17" rx="1.2" fill="#e3a02f"/>
    </g>
  </svg>`;
  return sharp(Buffer.from(svg)).png({ compressionLevel: 9, palette: true }).toBuffer();
}

for (const size of [180, 192, 512]) fs.writeFileSync(path.join(folder, `icon-${size}.png`), await icon(size, true));

// An .ico file is a table of contents before a PNG: one entry of 16 bytes after a head of 6.
const png = await icon(32, false);
const head = Buffer.alloc(22);
head.writeUInt16LE(1, 2);
head.writeUInt16LE(1, 4);
head.writeUInt8(32, 6);
head.writeUInt8(32, 7);
head.writeUInt16LE(1, 10);
head.writeUInt16LE(32, 12);
head.writeUInt32LE(png.length, 14);
head.writeUInt32LE(22, 18);
fs.writeFileSync(path.join(folder, 'favicon.ico'), Buffer.concat([head, png]));
