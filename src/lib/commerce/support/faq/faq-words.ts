import { isSlip } from './slips.ts';

/** Words of one kind, said as the first: other words for it, Hindi as it is typed, usual slips. A phrase stands with `_` between its words. */
const SAME = [
  'return give_back give_it_back give_them_back giving_back gave_back send_back sending_back sent_back bring_back take_back takes_back taken_back take_things_back send_an_item_back send_it_back send_stuff_back give_something_back give_back_things bring_it_back wapas vapas wapis lautana वापस hand_back hand_over handing_over returnable returning returned lautane lautani wapis_karna lautaya lauta lautau wapsi vapsi wapas_bheju wapas_bhejna wapas_dena wapas_kaise trade_in return_lene return_it लौटाना लौटा वापसी रिटर्न return_request lauta_sakte vapsi_karna drop_off drop_it_off dropping_off return_policy wapas_karna wapas_karu wapas_kar lautaun lautaye lauta_du wapas_du wapas_dena_hai return_authorisation return_authorization',
  'refund money_back get_my_money paisa_wapas paise_wapas reimburse credited refunded रिफंड rupees_back amount_back cash_back_to paisa_kab get_refunded refundable money_returned paise_kab refund_kaha reimbursement money_coming money_back_in paisa_vapas paise_wapas_aane wapas_aane paise_vapas return_my_money refunding पैसा_वापस पैसे_वापस रिफण्ड paise_wapas_kab reversal reversed money_not_credited amount_credited money_credited paisa_kab_aayega rs_back refnd money_not_received refund_delay refund_late refund_delayed delayed_refund money_is_stuck money_stuck paise_atke paisa_atka paise_nahi_aaye paisa_nahi_aaya paise_nahi_mile paisa_nahi_mila paise_nahi money_nahi no_money_yet no_money paisa_nahi',
  'exchange swap replace replacement replaced instead_of_refund badalna_saman इक्सचेंज badal_kar badalwana another_one_instead exchanged exchangeable in_place_of adla_badli trade trading badle badle_me badla swap_it swap_for dusra_piece another_piece bigger_one smaller_one exchanging एक्सचेंज बदले badal_ke badalwa saman_badalna badalna_hai_saman replacing substitute ek_aur_bhejo',
  'change edit modify correct update badal badalna alter switch badlana badalni badalne switching changing modification amend reroute redirect correction badal_do badal_kar_do amended revise rectify badlo badal_dijiye badal_dena switch_to बदल बदलना बदलनी बदलें बदलो editing update_karna badalwana_hai changed',
  'cancel cancle call_off stop cancellation cancelled canceled abort radd cancelling canceling nahi_lena call_it_off take_off remove scrap undo withdraw hatana hatao hata hata_do order_wapas stop_it take_it_off back_out nullify void कैंसल कैंसिल रद्द band_kar_do band_karo delete deleted not_required nahi_chahiye_order order_nahi_chahiye cancel_krna rok_do roko mat_bhejo do_not_send dont_send get_out_of not_send_mine dont_ship do_not_ship order_anymore',
  'howlong how_long how_many_days how_fast how_soon how_quickly kitne_din kitna_time kitni_der till_when until_when by_when kab_tak last_date time_limit deadline estimated_time how_much_time valid window kitne_dino kitna_din how_many_weeks how_late last_day period time_frame duration expiry expire expires validity within_how_many kitne_ghante how_many_hours how_old how_quick kitna_samay kitne_samay kitne_minute how_many_minutes cut_off cutoff kab_se how_many_months time_left days_left kitne_dino_me how_long_after कितने_दिन कितना_समय कब_तक कितनी_देर कितना_टाइम kitni_jaldi kitne_hafte kitne_mahine kitna_wait final_day final_date estimated usual_time how_many_day',
  'cost how_much price charge charges fee fees kitna_paisa kitne_paise deduct deducted rate free bear bears pays extra paisa_lagega lagta_hai kharcha kharch kitna_lagega kitne_ka amount_for costs costing deduction deductions charged muft paying_for cost_me costs_me who_bears pricing kharche paise_lagte paisa_lagta चार्ज शुल्क कितना_पैसा कितने_पैसे खर्च फीस मुफ्त फ्री कितने_का पैसा_लगेगा पैसे_लगेंगे chargeable free_of_cost paise_katenge paise_kaatoge cut_money katoge kat_ta lagenge paise_lagenge expensive mehenga shulk loge bhejne_ka_kitna extra_charge lose_money restocking restocking_fee katte katta kat_te minimum_order_value',
  'delivery deliver delivered delivering ship shipping shipped shipment courier bring brought reach bhejna bhejte bhejne dispatch delivering deliveries arrive arrives arriving pahunchega pahuchega post_to transport home_delivery bhej aane_me pohchega pahuchne pahuchane डिलीवरी डिलिवरी शिपिंग भेजते भेजेंगे पहुंचेगा पहुँचेगा पहुंचने dilivery delivry deliverd arrival arrive_by reach_by reached reaches come_before aayega_kab pahuchta pahuchti pohchta pahunchta aa_jayega aa_jayegi gets_here get_here kal_tak',
  'broken damaged crack cracked shattered smashed toota tuta faulty defective stopped_working not_working kharab dented chipped torn leaking dead not_turning_on does_not_work doesnt_work not_work tut_gaya phata breakage scratched bent missing_parts broke break shatter not_switch_on does_not_switch_on doesnt_switch_on does_not_turn_on doesnt_turn_on wont_turn_on came_off fell_off kharab_nikla bekar damage fell_apart not_start does_not_start malfunction टूटा टूट टूटी टूटे खराब दरार toot toota_hua tooti scratch scratches missing incomplete empty khali adhura stopped_after stopped_running not_starting nahi_chal nahi_chal_raha chalta_nahi band_ho_gaya piece_missing received_a_used sent_a_used second_hand stain stained daag leak leaks loose wobbly wobbles rusted rust jung poor_condition bad_condition in_pieces glass_pieces tukde pieces_in_the_box tod phuta phoota crushed smash cracks ruined spoiled chip flicker flickers dies died wet burnt burned jal_gaya leaked spilled hil spoilt lid_missing faded unusable not_as_shown not_as_described nakli fake dabba_khula not_charging uneven mila_hi_nahi not_in_the_box nothing_inside not_inside kam_nikla kam_aaya missing_item faulty_item defect defects manufacturing_defect chatak toot_gaya toot_gayi tooti_hui',
  'wrong galat different incorrect another_product galti_se_dusra not_what someone_elses somebody_elses kuch_aur kuch_aur_hi nahi_manga jo_manga jo_order_kiya not_mine another_persons mismatch incorrectly गलत दूसरा sent_me sent_us dusra_aaya doosra dusri something_else_came another_item other_product wrong_item wrong_product kisi_aur kisi_aur_ka aur_kisi not_the_one',
  'store shop outlet dukan showroom counter branch दुकान outlets near_me mall stores shops store_se स्टोर स्टोर_में dukaan dukan_pe shop_pe offline walk_in in_person nearby_store nearest_store nearby_shop',
  'home house ghar door flat घर doorstep residence hotel ghar_aaoge ghar_pe घर_से ghar_se my_place my_office office wont_be_home not_at_home',
  'address pata pincode postcode flat_number pin_code landmark location postal_code zip zipcode पता पते एड्रेस adress addres adres house_number street another_place other_place somewhere_else another_location new_house new_place shifted ghar_badal neighbour neighbor street_name flat_no building society gate galat_likh dusri_jagah another_city different_city other_city apartment apartment_number jagah_badal',
  'colour color shade rang colours colors rangeen white black red blue green yellow kala safed lal neela hara peela रंग कलर grey gray brass steel copper brown pink orange oak walnut ash',
  'size bigger smaller large small chhota chota bada sizes sizing doesnt_fit not_fit king queen king_size queen_size double_size variant variants साइज छोटा बड़ा बड़ी size_ka medium_size size_chart',
  'receipt bill invoice proof_of_purchase proof bil रसीद rasid raseed parchi bills receipts packing_slip order_mail cash_memo बिल invoices bill_kho reciept recipt invoice_copy purchase_proof',
  'pay paid paying payment payments bhugtan भुगतान पेमेंट पे pay_kar pay_karna',
  'cashondelivery cash_on_delivery cod pay_at_door pay_on_delivery cash_at_the_door कैश_ऑन_डिलीवरी सीओडी c_o_d cash_pe cash_chalega cash_lete in_cash cash',
  'late delay delayed slow missed missing_the_delivery der later_than late_by late_aana behind देर लेट देरी late_ho late_hua late_aaya deri miss_the missing_the missing_the_date not_on_time time_pe_nahi overdue not_arrived_on days_late after_the_date der_ho nikal_gaya nikal_gayi date_passed supposed_to_come was_supposed should_have_come yesterday still_not_here not_arrived not_come has_not_come hasnt_come hasnt_arrived not_yet_arrived nahi_aaya_abhi nahi_pahuncha date_badha not_received_yet abhi_tak_nahi abhi_tak_nahi_aaya tak_nahi_aaya ab_tak_nahi not_reached',
  'compensation penalty anything_for sorry goodwill do_i_get_anything compensate refund_for_delay discount_if something_for voucher_if give_for किस_बात discount_for any_discount mujhe_kya_milega kya_milega what_do_i_get do_i_get_something get_something compensated harjana',
  'today tonight this_evening aaj urgent urgently same_day few_hours right_now immediately आज तुरंत instant instantly by_evening by_tonight quick_delivery jaldi_chahiye turant abhi_chahiye next_hour in_hours within_an_hour hour hours ghante fastest quickest 2_ghante',
  'collect pick_it_up pick_up_myself khud_le self_pickup collection khud_lena khud_aa come_and_collect collecting collects take_it_from pick_it pick_up_from_store pick_from खुद_ले store_pickup pickup_from_store pickup_from_the_store pick_up_in_store pickup_in_store pick_up_my_order pick_up_the_order pick_up_order pick_my_order store_se_lena store_se_le dukan_se_le click_collect khud_aake khud_aakar khud_aa_ke my_pickup hold_my_pickup come_to_the_store from_your_counter aake_le le_lunga le_lungi le_jaunga le_jaungi pick_up_instead pickup_in pickup_available pick_up_from_shop pickup_point utha_lunga utha_lungi pickup_instead',
  'fetch fetched pick_up pickup reverse_pickup come_and_take_it come_and_take le_jaoge collect_from_my picked_up pick_it_up_from uthane le_jana le_jayega someone_come somebody_come come_to_take take_the_return take_the_parcel lene_aaoge lene delivery_boy_take arrange_a_pick_up arrange_pickup ले_जाओगे ले_जाएंगे पिकअप उठाने उठा pick_from_home pickup_boy come_home come_to_my_house come_to_my_home come_to_my_place come_to_my_door come_to_my_address utha_lo uthwa le_jaye le_jana_hai picks_up picking_up collect_the_return collect_return collect_the_item pick_the_return courier_come come_and_get get_it_from',
  'abroad international overseas foreign videsh other_countries outside_india dubai london usa uk america canada singapore nepal another_country bahar_desh outside_of_india dusre_desh gulf europe australia germany new_york france italy spain china japan russia malaysia sri_lanka bangladesh pakistan bhutan thailand qatar oman kuwait saudi saudi_arabia bahrain emirates uae ireland scotland england sweden norway switzerland austria netherlands belgium poland turkey egypt kenya nigeria south_africa brazil mexico new_zealand indonesia vietnam korea hong_kong philippines mauritius toronto paris berlin sydney melbourne california abroad_delivery amrika bidesh विदेश भारत_के_बाहर india_ke_bahar world worldwide globally foreign_country nri export',
  'tax gst टैक्स जीएसटी taxes vat',
  'printer print printing प्रिंटर प्रिंट printout print_out cant_print cannot_print paperless',
  'reason why valid_reason reasons kyu explain kyon wajah कारण वजह karan reasoning',
  'dislike dont_like do_not_like not_like pasand_nahi changed_my_mind change_my_mind nahi_chahiye dont_want accha_nahi acha_nahi achha_nahi पसंद_नहीं doesnt_suit does_not_suit not_suit does_not_match doesnt_match not_match not_happy unhappy didnt_like did_not_like disliked change_of_mind mann_badal not_satisfied dissatisfied disappointed alag_lag looks_different look_different dont_need no_use not_needed no_longer_needed kaam_ka_nahi accha_nahi_laga acha_nahi_laga nahi_jama jach_nahi regret not_my_style not_my_type style compare_and_give doesnt_go_with does_not_go_with not_go_with did_not_fit_in family_ko_pasand',
  'photo picture pictures photos image photograph photographs tasveer snap',
  'order booking booked ordered ordering orders order_kiya mangwaya purchase ऑर्डर आर्डर oder ordr',
  'times second_time kitni_baar how_often again twice maximum_number how_many_times already_exchanged already_returned how_many_returns how_many_exchanges once_more number_of_returns number_of_exchanges कितनी_बार दोबारा dobara phir_se how_many_items multiple_times two_times three_times more_than_once do_baar doosri_baar kitne_return kitne_exchange how_many_can second_return second_exchange another_return twice_return do_bar teen_baar number_of_times third_time part_now return_again later_return in_parts',
  'clean wash washed washing dhona dhone care saaf dhoye dhoyen dho dhulai washable cleaned hand_wash dhote dhoti polish polished dhulta dhulte saaf_karna maintain',
  'material made_of bana cheez_ka_bana fabric real made_from made_out_of kis_cheez kis_cheez_ki kis_cheez_ka kisse_bana which_metal which_wood lakdi_ka_hai kis_lakdi which_material which_fabric kapda mitti ceramic_hai clay plastic lakdi',
  'measure dimensions tall wide height width large_is how_large how_big size_of lambai',
  'hold holds litre litres capacity liter paani_aata kitna_paani fits_in ml how_many_cups kitne_litre kitna_aata coffee_aata chai_aati kitni_chai kitna_pani kitna_coffee',
  'carry carries weight_utha weight heavy wajan vajan bhaar load sit baith people_sit support_weight kitna_bhaar kilo kilos',
  'battery charge_of runs backup',
  'hob hobs induction stove gas cooktop',
  'screw screws fitting fixings',
  'when kab कब kab_tak_aayega',
  'mistake accident by_mistake error by_error galti_se galti',
  'kept hold_my_parcel reserve reserved held stay keep hold_it held_for stays rakhte rakhoge',
  'method mode option options methods ways way medium installments installment emi instalments kist kiste kishton',
  'storecredit store_credit only_store_credit credit_note wallet voucher wallet_credit shop_credit',
  'most maximum limit max at_most',
  'real actual really actually in_practice average normally usually sach_me sach_mein',
  'far distant remote far_off remote_areas',
  'town city inside_the_city within_town local sheher shehar same_city',
  'toosmall too_small run_small runs_small small_fit tight',
  'approved approve accepted accept authorised authorized manzoor',
  'post post_it must_i_post send_it_off bhejne',
  'courier carrier delivery_guy courier_wala',
  'account bank source खाता खाते बैंक khata khate source_account original_payment_method same_account',
  'country countries',
  'upi gpay google_pay phonepe paytm bhim netbanking net_banking यूपीआई phone_pe bhim_upi wallets cred amazon_pay mobikwik',
  'card cards debit_card credit_card visa mastercard rupay amex कार्ड credit_cards debit american_express maestro diners',
  'buy bought kharida khareeda purchased',
  'gift gifted present tohfa उपहार gift_mila',
  'money paisa paise amount rupees rupaye पैसा पैसे रुपये paisay',
  'gone lost kho_gaya kho_gayi misplaced',
  'assembly assemble assembled jodna put_together put_it_together self_assembly',
  'minutes minute minut',
  'unpaid payment_failed payment_fail payment_nahi_hua payment_pending payment_stuck payment_error payment_declined payment_time_out payment_timed_out card_declined transaction_failed transaction_fail failed fail फेल money_debited amount_debited debited money_deducted amount_deducted paise_kat_gaye paisa_kat_gaya paise_kat paisa_kat paise_cut not_paid_yet not_confirmed order_not_confirmed order_not_placed closed_the_page timed_out payment_atak atak_gaya atka payment_ruk before_paying payment_cut paisa_kata paise_kate double_payment charged_twice payment_incomplete payment_not_going payment_not_working money_gone_but didnt_finish_paying didnt_pay did_not_pay not_paid payment_ke_liye',
  'mumbai bombay delhi pune bangalore bengaluru chennai kolkata calcutta hyderabad ahmedabad jaipur lucknow kochi cochin kerala goa assam guwahati patna bhopal indore nagpur surat chandigarh punjab bihar gujarat rajasthan kashmir srinagar noida gurgaon gurugram thane mysore coimbatore ranchi bhubaneswar odisha manipur ladakh leh shimla dehradun agra varanasi kanpur dilli banglore blr kolkatta hydrabad',
  'ago weeks_ago days_ago months_ago weeks_back months_back last_month last_week pichle_mahine pichle_hafte mahine month months week weeks hafte ek_mahine months_old weeks_old days_old two_weeks_old 2_weeks_old',
  'parcel package packet pkg',
  'qr qr_code code barcode',
  'cord wire cable taar',
  'sound noise noisy tick ticks ticking silent awaz',
  'fold folds folded folding foldable',
  'wood lakri wooden sheesham teak'
];

/** Said in every question, and so of none. */
const IDLE = new Set(
  'a an the is are was were be been it its i my me mine you your u ur do does did can could will would shall should may might have has had am to of in on at for from with by and or if so that this these those there here then than as but not no nahi ka ki ke ko se me mein hai hain ho kya kar karna karu karte sakta sakte sakti hu hun hoon mujhe mera meri tha gaya raha what which who how where please pls sir just very much any some something anything get got want need let know tell like after before bhi being people totally receive received receiving whole even still off once one out goods thing things item items product products stuff saman samaan सामान up us we our they them he she his her about also too still ok yes hi hello le lo de do wala itself really hoga hogi hua hui huye diya diye kaise kaisa kare karo karein kijiye dijiye krna kr kro karne karke h mai main ab abhi aayega ayega aaega aayegi milega milegi milenge jayega jaega gayi gye raho rahe rahi agar toh bhi bas yeh ye woh wo aur apna apni apne kahan kaha liye wali wale tak aaya aayi possible available say kindly sir madam bhaiya hey plz now में है हैं का की के को से क्या कर करना करने करें कैसे सकते सकता सकती हो गया गई हुआ मेरा मेरी मुझे मैं नहीं था और भी यह वह तो ही पर चाहिए chahiye मिलेगा मिल जाएगा आएगा आया मिला हूं'.split(
    ' '
  )
);

const LONGEST_PHRASE = 4;
const MOST_LETTERS = 600;

const meant = new Map<string, string>();
for (const line of SAME) {
  const [name = '', ...others] = line.split(' ');
  for (const one of [name, ...others]) meant.set(oneSpelling(one).replaceAll('_', ' '), `=${name}`);
}

const FORGIVEN_FROM = 5;
/** Words alone, by their first letter, which is seldom the one that slips. */
const known = new Map<string, string[]>();
for (const word of meant.keys()) {
  if (word.includes(' ') || word.length < FORGIVEN_FROM) continue;
  const first = word[0] ?? '';
  known.set(first, [...(known.get(first) ?? []), word]);
}

export function plainWords(text: string): string[] {
  return oneSpelling(text.slice(0, MOST_LETTERS)).match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

/** Hindi is typed with and without the dot below (़) and with either sign of the nasal (ँ, ं). */
function oneSpelling(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[’'`\u093c]/g, '')
    .replaceAll('\u0901', '\u0902');
}

/** What a question is about, in its order: words that say the same are one, words that say nothing are gone. */
export function faqWords(text: string): string[] {
  const words = givenBack(plainWords(text));
  const found: string[] = [];
  for (let at = 0; at < words.length;) {
    const length = phraseAt(words, at);
    const phrase = words.slice(at, at + length).join(' ');
    const word = meant.get(phrase) ?? meant.get(stem(phrase)) ?? slipOf(phrase) ?? stem(phrase);
    if (word.startsWith('=') || !IDLE.has(phrase)) found.push(word);
    at += length;
  }
  return found;
}

const GIVING = new Set('send sending sent give giving gave bring bringing take taking ship shipping hand mail'.split(' '));
const MONEY = new Set('money amount refund paisa paise cash rupees fee charges'.split(' '));
const MOST_BETWEEN = 4;

/** "send the blue lamp back" is "return the blue lamp": what stands between is what it is about. Money that is given back is no return. */
function givenBack(words: readonly string[]): string[] {
  const back = words.indexOf('back');
  const from = words.findLastIndex((word, at) => at < back && GIVING.has(word));
  const between = words.slice(from + 1, back);
  if (from === -1 || between.length > MOST_BETWEEN || between.some((word) => MONEY.has(word))) return [...words];
  return [...words.slice(0, from), 'return', ...between, ...words.slice(back + 1)];
}

/** The word of ours that was meant where one letter is too much, missing, wrong, or two changed places; the shorter a word, the likelier it is another. */
function slipOf(word: string): string | undefined {
  if (IDLE.has(word) || word.length < FORGIVEN_FROM) return undefined;
  const near = (known.get(word[0] ?? '') ?? []).find((other) => isSlip(word, other));
  return near === undefined ? undefined : meant.get(near);
}

function phraseAt(words: readonly string[], at: number): number {
  for (let length = LONGEST_PHRASE; length > 1; length -= 1) {
    if (at + length <= words.length && meant.has(words.slice(at, at + length).join(' '))) return length;
  }
  return 1;
}

/** English endings only; what is doubled before one is single without it, as in `wrapping`. */
function stem(word: string): string {
  if (word.length > 5 && word.endsWith('ing')) return undoubled(word.slice(0, -3));
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (word.length > 4 && word.endsWith('ed')) return undoubled(word.slice(0, -2));
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}

const undoubled = (word: string): string => word.replace(/([bdgmnprt])\1$/, '$1');
