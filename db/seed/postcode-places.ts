/**
 * Where a postcode lies, by its first digits: for India the postal circle (two digits, three where a circle serves two states) and
 * the city of the sorting district (three digits); for the United States the state.
 */
const indianStates: [state: string, prefixes: string][] = [
  ['Delhi', '11'],
  ['Haryana', '12 13'],
  ['Punjab', '14 15'],
  ['Chandigarh', '16'],
  ['Himachal Pradesh', '17'],
  ['Jammu and Kashmir', '18 19'],
  ['Ladakh', '194'],
  ['Uttar Pradesh', '20 21 22 23 24 25 26 27 28'],
  ['Uttarakhand', '246 248 249 262 263'],
  ['Rajasthan', '30 31 32 33 34'],
  ['Gujarat', '36 37 38 39'],
  ['Maharashtra', '40 41 42 43 44'],
  ['Goa', '403'],
  ['Madhya Pradesh', '45 46 47 48'],
  ['Chhattisgarh', '49'],
  ['Telangana', '50'],
  ['Andhra Pradesh', '51 52 53'],
  ['Karnataka', '56 57 58 59'],
  ['Tamil Nadu', '60 61 62 63 64'],
  ['Puducherry', '605'],
  ['Kerala', '67 68 69'],
  ['West Bengal', '70 71 72 73 74'],
  ['Sikkim', '737'],
  ['Andaman and Nicobar Islands', '744'],
  ['Odisha', '75 76 77'],
  ['Assam', '78'],
  ['Arunachal Pradesh', '790 791 792'],
  ['Meghalaya', '793 794'],
  ['Manipur', '795'],
  ['Mizoram', '796'],
  ['Nagaland', '797 798'],
  ['Tripura', '799'],
  ['Bihar', '80 81 82 84 85'],
  ['Jharkhand', '814 815 816 822 825 826 827 828 829 83']
];

const indianCities: [district: string, city: string][] = [
  ...cities('110 New Delhi, 121 Faridabad, 122 Gurugram, 124 Rohtak, 125 Hisar, 132 Karnal, 133 Ambala, 134 Panchkula, 141 Ludhiana'),
  ...cities('143 Amritsar, 144 Jalandhar, 147 Patiala, 160 Chandigarh, 171 Shimla, 180 Jammu, 190 Srinagar, 194 Leh, 201 Noida'),
  ...cities('202 Aligarh, 208 Kanpur, 211 Prayagraj, 221 Varanasi, 226 Lucknow, 243 Bareilly, 244 Moradabad, 247 Saharanpur'),
  ...cities('248 Dehradun, 249 Haridwar, 250 Meerut, 263 Nainital, 273 Gorakhpur, 281 Mathura, 282 Agra, 284 Jhansi, 302 Jaipur'),
  ...cities('305 Ajmer, 313 Udaipur, 324 Kota, 334 Bikaner, 342 Jodhpur, 360 Rajkot, 361 Jamnagar, 364 Bhavnagar, 370 Bhuj'),
  ...cities('380 Ahmedabad, 382 Gandhinagar, 390 Vadodara, 395 Surat, 396 Valsad, 400 Mumbai, 401 Palghar, 403 Panaji, 410 Navi Mumbai'),
  ...cities('411 Pune, 413 Solapur, 416 Kolhapur, 421 Kalyan, 422 Nashik, 431 Chhatrapati Sambhajinagar, 440 Nagpur, 444 Amravati'),
  ...cities('452 Indore, 456 Ujjain, 462 Bhopal, 474 Gwalior, 482 Jabalpur, 492 Raipur, 495 Bilaspur, 500 Hyderabad, 506 Warangal'),
  ...cities('517 Tirupati, 520 Vijayawada, 522 Guntur, 524 Nellore, 530 Visakhapatnam, 560 Bengaluru, 561 Bengaluru, 562 Bengaluru'),
  ...cities('570 Mysuru, 575 Mangaluru, 576 Udupi, 580 Hubballi, 585 Kalaburagi, 590 Belagavi, 600 Chennai, 603 Chengalpattu'),
  ...cities('605 Puducherry, 613 Thanjavur, 620 Tiruchirappalli, 625 Madurai, 632 Vellore, 636 Salem, 641 Coimbatore, 643 Ooty'),
  ...cities('670 Kannur, 673 Kozhikode, 680 Thrissur, 682 Kochi, 686 Kottayam, 688 Alappuzha, 691 Kollam, 695 Thiruvananthapuram'),
  ...cities('700 Kolkata, 711 Howrah, 713 Durgapur, 734 Siliguri, 735 Jalpaiguri, 737 Gangtok, 744 Port Blair, 751 Bhubaneswar'),
  ...cities('753 Cuttack, 769 Rourkela, 781 Guwahati, 786 Dibrugarh, 791 Itanagar, 793 Shillong, 795 Imphal, 796 Aizawl, 797 Kohima'),
  ...cities('799 Agartala, 800 Patna, 812 Bhagalpur, 823 Gaya, 826 Dhanbad, 831 Jamshedpur, 834 Ranchi')
];

/** Last three-digit prefix of each run, with its state; a run begins where the one before ends. */
const americanRuns: [upTo: number, state: string][] = runs(
  '5 NY, 9 PR, 27 MA, 29 RI, 38 NH, 49 ME, 54 VT, 55 MA, 59 VT, 69 CT, 89 NJ, 149 NY, 196 PA, 199 DE, 205 DC, 219 MD, 246 VA, 268 WV, ' +
    '289 NC, 299 SC, 319 GA, 349 FL, 369 AL, 385 TN, 397 MS, 399 GA, 427 KY, 459 OH, 479 IN, 499 MI, 528 IA, 549 WI, 567 MN, 577 SD, ' +
    '588 ND, 599 MT, 629 IL, 658 MO, 679 KS, 693 NE, 714 LA, 729 AR, 749 OK, 799 TX, 816 CO, 831 WY, 838 ID, 847 UT, 865 AZ, 884 NM, ' +
    '885 TX, 898 NV, 966 CA, 968 HI, 969 GU, 979 OR, 994 WA, 999 AK'
);

const stateByPrefix = new Map(indianStates.flatMap(([state, prefixes]) => prefixes.split(' ').map((prefix) => [prefix, state] as const)));
const cityByDistrict = new Map(indianCities);

export function indianPlace(code: string): { city: string; state: string } {
  const district = code.slice(0, 3);
  return {
    city: cityByDistrict.get(district) ?? '',
    state: stateByPrefix.get(district) ?? stateByPrefix.get(code.slice(0, 2)) ?? ''
  };
}

export function americanPlace(code: string): { city: string; state: string } {
  const prefix = Number(code.slice(0, 3));
  return { city: '', state: americanRuns.find(([upTo]) => prefix <= upTo)?.[1] ?? '' };
}

function cities(list: string): [string, string][] {
  return list.split(', ').map((entry) => [entry.slice(0, 3), entry.slice(4)]);
}

function runs(list: string): [number, string][] {
  return list.split(', ').map((entry) => {
    const [upTo = '', state = ''] = entry.split(' ');
    return [Number(upTo), state];
  });
}
