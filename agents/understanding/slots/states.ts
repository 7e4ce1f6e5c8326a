type Named = { name: string; country: 'IN' | 'US'; alsoCity: boolean };

/** Names and what else they are called. A * before one: there is a city of that name. */
const indian =
  'Andhra Pradesh=ap|Arunachal Pradesh|Assam|Bihar|Chhattisgarh=cg,chattisgarh|Goa|Gujarat=gj|Haryana=hr|Himachal Pradesh=hp|Jharkhand|Karnataka=ka,karnatka|Kerala=kl|' +
  'Madhya Pradesh=mp|Maharashtra=mh,maharastra|Manipur|Meghalaya|Mizoram|Nagaland|Odisha=orissa|Punjab=pb|Rajasthan=rj|Sikkim|Tamil Nadu=tn,tamilnadu|' +
  'Telangana=ts,tg|Tripura|Uttar Pradesh=up|Uttarakhand=uk|West Bengal=wb|*Delhi=new delhi,dl|*Chandigarh|*Puducherry=pondicherry|Jammu and Kashmir=j&k,jk|Ladakh';
const american =
  'Alabama=al|Alaska=ak|Arizona=az|Arkansas=ar|California=ca,calif|Colorado=co|Connecticut=ct|Delaware=de|Florida=fl|Georgia=ga|Hawaii=hi|Idaho=id|' +
  'Illinois=il|Indiana=in|Iowa=ia|Kansas=ks|Kentucky=ky|Louisiana=la|Maine=me|Maryland=md|Massachusetts=ma|Michigan=mi|Minnesota=mn|Mississippi=ms|' +
  'Missouri=mo|Montana=mt|Nebraska=ne|Nevada=nv|New Hampshire=nh|New Jersey=nj|New Mexico=nm|*New York=ny|North Carolina=nc|North Dakota=nd|Ohio=oh|' +
  'Oklahoma=ok|Oregon=or|Pennsylvania=pa|Rhode Island=ri|South Carolina=sc|South Dakota=sd|Tennessee=tn|Texas=tx|Utah=ut|Vermont=vt|Virginia=va|' +
  'Washington=wa|West Virginia=wv|Wisconsin=wi|Wyoming=wy|*District of Columbia=dc,d.c';

const byName = new Map<string, Named[]>();
for (const [list, country] of [
  [indian, 'IN'],
  [american, 'US']
] as const) {
  for (const entry of list.split('|')) {
    const [written = '', others = ''] = entry.split('=');
    const named: Named = { name: written.replace('*', ''), country, alsoCity: written.startsWith('*') };
    for (const name of [named.name, ...others.split(',')].filter((one) => one !== '')) {
      byName.set(name.toLowerCase(), [...(byName.get(name.toLowerCase()) ?? []), named]);
    }
  }
}

/** The state of that name or usual abbreviation; `country` decides where two share one, as `TN` does. */
export function stateNamed(said: string, country?: 'IN' | 'US'): Named | undefined {
  const all = byName.get(said.trim().toLowerCase().replace(/\.$/, ''));
  return all?.find((named) => named.country === country) ?? (country === undefined ? all?.[0] : undefined);
}
