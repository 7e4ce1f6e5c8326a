// node widths.mjs: writes static/goods/450/NAME.webp for every picture that has no such copy or a newer original.
import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';

const WIDTH = 450;
const goods = path.join(import.meta.dirname, '../../static/goods');
const small = path.join(goods, String(WIDTH));
fs.mkdirSync(small, { recursive: true });

let made = 0;
for (const file of fs.readdirSync(goods).filter((name) => name.endsWith('.webp'))) {
  const [from, to] = [path.join(goods, file), path.join(small, file)];
  if (fs.existsSync(to) && fs.statSync(to).mtimeMs >= fs.statSync(from).mtimeMs) continue;
  await sharp(from).resize(WIDTH).webp({ quality: 72, effort: 6 }).toFile(to);
  made += 1;
}
process.stdout.write(`${made} pictures made ${WIDTH} px wide\n`);
