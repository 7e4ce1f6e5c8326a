import { expect, test } from 'vitest';
import { addressIn } from './address.ts';

/** text → line1 | line2 | city | state | postcode */
const cases: [string, string][] = [
  ['12 MG Road, Bengaluru, Karnataka 560001', '12 MG Road||Bengaluru|Karnataka|560001'],
  ['45 MG Road, 560001', '45 MG Road||||560001'],
  ['Flat 2, 45 MG Road, 560001', 'Flat 2|45 MG Road|||560001'],
  ['12 MG Road, Bengaluru 560001', '12 MG Road||Bengaluru||560001'],
  ['12 MG Road Bengaluru 560001', '12 MG Road||Bengaluru||560001'],
  ['12 MG Road, Bengaluru - 560001', '12 MG Road||Bengaluru||560001'],
  ['send it to 12 MG Road, Bengaluru, Karnataka, 560001', '12 MG Road||Bengaluru|Karnataka|560001'],
  ['please send it to 12 MG Road, Bengaluru 560001 instead', '12 MG Road||Bengaluru||560001'],
  ['new address: Flat 4B, Palm Court, 80 Feet Road, Bengaluru 560095', 'Flat 4B|Palm Court, 80 Feet Road|Bengaluru||560095'],
  [
    'my new address is 7 Lake View Apartments, Salt Lake, Kolkata, West Bengal 700064',
    '7 Lake View Apartments|Salt Lake|Kolkata|West Bengal|700064'
  ],
  [
    'change the address of MZ-7K2M9QX4RD to 22 Hill Road, Bandra West, Mumbai, Maharashtra 400050',
    '22 Hill Road|Bandra West|Mumbai|Maharashtra|400050'
  ],
  ['deliver to House 14, Sector 21, Gurugram, Haryana 122016 please', 'House 14|Sector 21|Gurugram|Haryana|122016'],
  ['ship my order to 5 Park Street, Kolkata 700 016', '5 Park Street||Kolkata||700016'],
  ['correct address is 19/2 Anna Salai, Chennai, TN, 600002', '19/2 Anna Salai||Chennai|Tamil Nadu|600002'],
  ['Address: 3rd floor, 45 Church Street, Bengaluru, pin 560001', '3rd floor|45 Church Street|Bengaluru||560001'],
  ['Address - 9 Rose Villa\nHill Lane\nPune\nMaharashtra\n411001', '9 Rose Villa|Hill Lane|Pune|Maharashtra|411001'],
  ['redirect it to C-12, Green Park Main, New Delhi 110016', 'C-12|Green Park Main|New Delhi|Delhi|110016'],
  ['move the delivery to 101 Hiranandani Gardens, Powai, Mumbai 400076, thanks', '101 Hiranandani Gardens|Powai|Mumbai||400076'],
  ['221 Oak Lane, Austin, TX 78701', '221 Oak Lane||Austin|Texas|78701'],
  ['221 Oak Lane, Austin TX 78701', '221 Oak Lane||Austin|Texas|78701'],
  ['221 Oak Lane, Apt 5, Austin, Texas 78701-1234', '221 Oak Lane|Apt 5|Austin|Texas|78701'],
  ['send to 1 Main St, San Jose, CA 95113 please', '1 Main St||San Jose|California|95113'],
  ['350 5th Ave, New York, NY 10118', '350 5th Ave||New York|New York|10118'],
  ['i live at 40 Beacon Street, Boston, MA 02108', '40 Beacon Street||Boston|Massachusetts|02108'],
  ['i moved to 8 Elm Drive, Nashville, TN 37201', '8 Elm Drive||Nashville|Tennessee|37201'],
  ['bhejo 6 Nehru Nagar, Jaipur, Rajasthan 302001', '6 Nehru Nagar||Jaipur|Rajasthan|302001'],
  ['Plot 88, Jubilee Hills, Hyderabad, Telangana, 500033, India', 'Plot 88|Jubilee Hills|Hyderabad|Telangana|500033'],
  ['deliver it at 14 Park Street Kolkata 700016', '14 Park Street||Kolkata||700016'],
  ['17 Beach Road, Kochi, Kerala pincode 682001', '17 Beach Road||Kochi|Kerala|682001'],
  ['12 mg road, bengaluru, karnataka 560001', '12 mg road||bengaluru|Karnataka|560001'],
  ['Flat 2, Near City Mall, Indore, MP 452001', 'Flat 2|Near City Mall|Indore|Madhya Pradesh|452001'],
  ['Send it to 31 Ring Road, Surat, Gujarat-395002!', '31 Ring Road||Surat|Gujarat|395002']
];
const called: [string, string][] = [
  ['send it to the office instead: 4 Barakhamba Road, 110001', '4 Barakhamba Road||||110001'],
  ['deliver to my home: Flat 2, 45 MG Road, Bengaluru 560001', 'Flat 2|45 MG Road|Bengaluru||560001'],
  ['send to Office Lane: 4, Pune 411001', 'Office Lane: 4||Pune||411001']
];
const none = [
  'where is my order',
  '560034',
  'do you deliver to 560034',
  'send it to my office',
  'deliver it to Pune',
  'order 100234 to the store',
  'address is wrong',
  'any store near me',
  '12 in a box, ok'
];

test.each([...cases, ...called])('%s', (text, parts) => {
  const said = addressIn(text);
  expect(said && [said.line1, said.line2, said.city, said.state, said.postcode].join('|')).toBe(parts);
});

test.each(none)('%s holds no address', (text) => expect(addressIn(text)).toBeUndefined());
