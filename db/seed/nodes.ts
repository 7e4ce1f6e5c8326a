import type { Opening } from '#lib/commerce/fulfilment/calendar.ts';
import type { FulfilmentService } from '#lib/commerce/fulfilment/delivery-rules.ts';
import type { NodeTable } from '../schema/stock.ts';

type Methods = ('ship' | 'pickup')[];

/** A place of the demo shop. Cut-offs are by service, on the place's own wall clock. */
export type SeedNode = Omit<
  NodeTable,
  | 'opening'
  | 'cutoffs'
  | 'closed_dates'
  | 'status'
  | 'down_reason'
  | 'is_staffed'
  | 'find_rate'
  | 'version'
  | 'methods'
  | 'phone'
  | 'country'
> & {
  opening: Opening;
  cutoffs: Partial<Record<FulfilmentService, string>>;
  methods: Methods;
  phone: string;
};

const ZONE = 'Asia/Kolkata';

const always = (opens: string, closes: string): Opening => {
  const hours = [opens, closes] as const;
  return { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours, sat: hours, sun: hours };
};
const notOnSundays = (opens: string, closes: string): Opening => {
  const { sun: _, ...week } = always(opens, closes);
  return week;
};

const warehouse = {
  kind: 'warehouse',
  time_zone: ZONE,
  opening: notOnSundays('07:00', '21:00'),
  cutoffs: { standard: '17:00', express: '17:00' },
  processing_minutes: 120,
  methods: ['ship'] as Methods
} as const;

const store = {
  kind: 'store',
  time_zone: ZONE,
  // Later than those of the warehouses: what is near is then never slower than what is far.
  cutoffs: { standard: '17:45', express: '18:45', same_day: '18:30', pickup: '20:30' },
  processing_minutes: 30,
  methods: ['ship', 'pickup'] as Methods
} as const;

/** Two warehouses, one dark store, four stores. Streets and numbers are real ones, the shops are not. */
export const nodes: SeedNode[] = [
  {
    ...warehouse,
    id: 'blr-hoskote',
    name: 'Hoskote warehouse',
    address: 'Soukya Road, Samethanahalli',
    city: 'Bengaluru',
    postcode: '560067',
    region: 'IN-KA',
    lat: 13.0179,
    lng: 77.7896,
    capacity_per_day: 900,
    phone: '+91 80 5550 0110'
  },
  {
    ...warehouse,
    id: 'del-bilaspur',
    name: 'Bilaspur warehouse',
    address: 'Pataudi Road, Bilaspur',
    city: 'Gurugram',
    postcode: '122413',
    region: 'IN-HR',
    lat: 28.3046,
    lng: 76.8793,
    capacity_per_day: 700,
    phone: '+91 124 555 0120'
  },
  {
    id: 'blr-domlur',
    name: 'Domlur',
    kind: 'dark_store',
    address: 'Amarjyoti Layout, Domlur',
    city: 'Bengaluru',
    postcode: '560071',
    region: 'IN-KA',
    lat: 12.9582,
    lng: 77.6425,
    time_zone: ZONE,
    opening: always('08:00', '22:00'),
    cutoffs: { standard: '17:30', express: '18:30', same_day: '18:15' },
    processing_minutes: 45,
    capacity_per_day: 260,
    methods: ['ship'],
    phone: '+91 80 5550 0130'
  },
  {
    ...store,
    id: 'blr-indiranagar',
    name: 'Indiranagar',
    address: '100 Feet Road, HAL 2nd Stage',
    city: 'Bengaluru',
    postcode: '560038',
    region: 'IN-KA',
    lat: 12.9719,
    lng: 77.6412,
    opening: always('10:00', '21:00'),
    capacity_per_day: 90,
    phone: '+91 80 5550 0141'
  },
  {
    ...store,
    id: 'blr-church-street',
    name: 'Church Street',
    address: 'Church Street, near Museum Road',
    city: 'Bengaluru',
    postcode: '560001',
    region: 'IN-KA',
    lat: 12.9748,
    lng: 77.6055,
    opening: always('10:30', '21:30'),
    capacity_per_day: 80,
    phone: '+91 80 5550 0142'
  },
  {
    ...store,
    id: 'bom-bandra',
    name: 'Bandra',
    address: 'Waterfield Road, Bandra West',
    city: 'Mumbai',
    postcode: '400050',
    region: 'IN-MH',
    lat: 19.0606,
    lng: 72.8365,
    opening: always('11:00', '21:30'),
    capacity_per_day: 90,
    phone: '+91 22 5550 0151'
  },
  {
    ...store,
    id: 'del-khan-market',
    name: 'Khan Market',
    address: 'Middle Lane, Khan Market',
    city: 'New Delhi',
    postcode: '110003',
    region: 'IN-DL',
    lat: 28.6003,
    lng: 77.2269,
    // The market rests on Sundays.
    opening: notOnSundays('10:30', '20:30'),
    cutoffs: { ...store.cutoffs, pickup: '20:00' },
    capacity_per_day: 80,
    phone: '+91 11 5550 0161'
  }
];
