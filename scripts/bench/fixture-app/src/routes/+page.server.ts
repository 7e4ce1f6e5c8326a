// The least that a page of a shop can be: twenty-four things that are known already, no database, no formatter, no layout.
const products = Array.from({ length: 24 }, (_, i) => ({
  id: `0199f0a0-0000-7000-8000-${String(i).padStart(12, '0')}`,
  href: `/product/thing-${i}`,
  title: `Thing number ${i} in blue clay`,
  text: 'Thrown by hand, glazed twice and fired for two days; every one is a little different from the next, and holds what it should.',
  price: `₹${490 + i}`,
  stock: `${3 + (i % 7)} left at the store in Indiranagar`,
  picture: `/goods/450/thing-${i}.webp`
}));

export const load = () => ({ products });
