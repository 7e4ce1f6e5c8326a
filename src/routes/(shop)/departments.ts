/** The ways into the shop, as header and footer show them. */
export const departments = [
  { handle: 'light', title: 'Light' },
  { handle: 'table', title: 'Table' },
  { handle: 'kitchen', title: 'Kitchen' },
  { handle: 'home', title: 'Home' },
  { handle: 'textiles', title: 'Textiles' },
  { handle: 'furniture', title: 'Furniture' }
];

export function departmentHref(handle: string): string {
  return `/shop/${handle}`;
}
