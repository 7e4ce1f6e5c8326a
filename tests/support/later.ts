import type { TestShop } from './shop.ts';

/** Does something so many minutes later; then it is as early as before. */
export async function later<T>(shop: TestShop, minutes: number, work: () => Promise<T>): Promise<T> {
  const now = shop.now();
  shop.at(new Date(now.getTime() + minutes * 60_000));
  try {
    return await work();
  } finally {
    shop.at(now);
  }
}
