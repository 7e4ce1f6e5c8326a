// node develop.mjs RAW: turns the PNG renders in RAW into static/goods/*.webp and writes db/seed/goods-pictures.json.
// RAW holds plan.json (`goods.py -- --list RAW`). Pictures already there stay; delete one to replace it.
// Quality 88: below that the flat walls show blocks.
import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';

const repository = path.join(import.meta.dirname, '../..');
const goods = path.join(repository, 'static/goods');
const manifest = path.join(repository, 'db/seed/goods-pictures.json');

const [raw] = process.argv.slice(2);
if (!raw) throw new Error('Say where the renders are: node scripts/pictures/develop.mjs RAW');
const plan = JSON.parse(fs.readFileSync(path.join(raw, 'plan.json'), 'utf8'));

for (const { file } of plan) {
  const png = path.join(raw, file.replace('.webp', '.png'));
  const webp = path.join(goods, file);
  if (isNewer(png, webp)) await sharp(png).webp({ quality: 88, effort: 6 }).toFile(webp);
}

const entries = [];
for (const { file, product, variant, view, alt } of plan) {
  const webp = path.join(goods, file);
  if (!fs.existsSync(webp)) continue;
  const { width, height } = await sharp(webp).metadata();
  entries.push({ file, product, variant, view, alt, width, height });
}
fs.writeFileSync(manifest, `${JSON.stringify(entries, null, 2)}\n`);
process.stdout.write(`${entries.length} of ${plan.length} pictures\n`);

function isNewer(source, target) {
  if (!fs.existsSync(source)) return false;
  return !fs.existsSync(target) || fs.statSync(source).mtimeMs > fs.statSync(target).mtimeMs;
}
