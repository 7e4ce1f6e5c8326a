import { writeFileSync } from 'node:fs';
import type { Browser, Page } from '@playwright/test';

type Scene = { title: string; pictures: string[] };

/**
 * A strip of pictures of what several screens show at the same moments, for the README: `FILM=docs/one-cart.webp npm run e2e -- --grep
 * @flagship`. Without `FILM` nothing is taken.
 */
export function filmOf() {
  const file = process.env['FILM'];
  const scenes: Scene[] = [];
  return {
    async scene(title: string, ...screens: Page[]): Promise<void> {
      if (!file) return;
      const shots = screens.map(async (page) => (await page.screenshot({ type: 'png', animations: 'disabled' })).toString('base64'));
      scenes.push({ title, pictures: await Promise.all(shots) });
    },
    async develop(browser: Browser): Promise<void> {
      if (!file) return;
      // A page of its own: the shop's pages take no styles but their own.
      const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
      await page.setContent(`<style>${STYLE}</style><main>${scenes.map(asHtml).join('')}</main>`);
      const sheet = await page.locator('main').screenshot({ type: 'png' });
      writeFileSync(file, Buffer.from(await asWebp(page, sheet.toString('base64')), 'base64'));
    }
  };
}

const STYLE = `
  body { margin: 0; font: 600 19px/1.3 system-ui, sans-serif; color: #26221c; background: #f4efe6; }
  main { display: grid; grid-template-columns: 1fr 1fr; gap: 28px 36px; inline-size: 1336px; padding: 32px; background: #f4efe6; }
  h2 { margin: 0 0 12px; font: inherit; }
  figure { margin: 0; display: flex; gap: 14px; align-items: flex-start; }
  img { border-radius: 10px; box-shadow: 0 1px 10px #0003; block-size: 372px; object-fit: cover; object-position: top left; }
  img:first-child { inline-size: 172px; }
  img:last-child:not(:first-child) { inline-size: 464px; block-size: auto; }`;

const asHtml = ({ title, pictures }: Scene, at: number): string =>
  `<section><h2>${at + 1}. ${title}</h2><figure>${pictures.map((one) => `<img src="data:image/png;base64,${one}">`).join('')}</figure></section>`;

async function asWebp(page: Page, png: string): Promise<string> {
  return page.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
    canvas.getContext('2d')?.drawImage(image, 0, 0);
    return canvas.toDataURL('image/webp', 0.82).split(',')[1] ?? '';
  }, png);
}
