/** The columns of a Shopify inventory CSV; what is said in brackets behind a name, `(not editable)`, does not count. */
const NAMES = {
  handle: 'Handle',
  title: 'Title',
  option1Name: 'Option1 Name',
  option1Value: 'Option1 Value',
  option2Name: 'Option2 Name',
  option2Value: 'Option2 Value',
  option3Name: 'Option3 Name',
  option3Value: 'Option3 Value',
  sku: 'SKU',
  hsCode: 'HS Code',
  origin: 'COO',
  location: 'Location',
  bin: 'Bin name',
  incoming: 'Incoming (not editable)',
  unavailable: 'Unavailable (not editable)',
  committed: 'Committed (not editable)',
  available: 'Available (not editable)',
  onHandCurrent: 'On hand (current)',
  onHandNew: 'On hand (new)'
} as const;

export type InventoryColumn = keyof typeof NAMES | 'onHand';

export const INVENTORY_COLUMNS = Object.keys(NAMES) as (keyof typeof NAMES)[];

export const inventoryColumnName = (column: keyof typeof NAMES): string => NAMES[column];

/** Undefined for a header that means nothing here: a location's name, perhaps. */
export function inventoryColumn(header: string): InventoryColumn | undefined {
  const name = plain(header);
  // The shape of 2023 has one "On hand", and that one is the new value.
  return name === 'on hand' ? 'onHand' : INVENTORY_COLUMNS.find((column) => plain(NAMES[column]) === name);
}

function plain(header: string): string {
  return header
    .trim()
    .toLowerCase()
    .replace(/\s*\(not editable\)$/, '');
}
