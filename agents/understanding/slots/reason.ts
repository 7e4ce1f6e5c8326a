import type { ReturnReason } from '#lib/commerce/policies/policy.ts';

/** The first that holds is meant: a wrong item that came broken is a wrong item, and what is said of the maker goes before what is said of oneself. */
const reasons: [reason: ReturnReason, said: RegExp][] = [
  [
    'wrong-item',
    /\b(?:wrong|different|(?:got|received|sent|came|delivered)\b.{0,20}\banother|someone else'?s|somebody else'?s|galat)\s+(?:item|product|thing|parcel|order|model|colou?r|size|one|piece|saman|cheez|chij)\b(?!\s+(?:than (?:the )?(?:photo|picture)))|\bnot what i ordered\b|\binstead of (?:the )?\S+ (?:i|that i) ordered\b|गलत/iu
  ],
  [
    'damaged',
    /\b(?:broken|broke|damaged?|cracked|crack|smashed|shattered|torn|dented?|scratch(?:ed|es)?|chipped|in pieces|toota|tuta|phata|stain(?:ed)?|leak(?:s|ing|ed)?)\b|टूटा|फटा/iu
  ],
  [
    'defective',
    /\b(?:defect(?:ive)?|faulty|not working|doesn'?t work|does not work|don'?t work|stopped working|won'?t (?:turn|switch) on|dead|malfunction\w*|wobbl\w*|kharab|flicker\w*|chal nahi)\b|खराब/iu
  ],
  [
    'arrived-late',
    /\b(?:(?:came|arrived|delivered|reached|got it|is|was) (?:\w+ )?(?:too |so |very )?late|too late|after the (?:wedding|party|birthday|festival)|missed the|late aaya|der se)\b|देर से/iu
  ],
  [
    'too-small',
    /\b(?:too|very|bit|little|so|bahut) (?:small|tight|short|narrow|chota|chhota|tiny)\b|\b(?:small|chota|chhota|tight) (?:hai|for me|for my|size)\b|\b(?:smaller) than\b|छोटा/iu
  ],
  [
    'too-large',
    /(?<!taking |takes |took |why )\b(?:too|very|bit|little|so|bahut) (?:big|large|long|loose|wide|bada|huge|tall|heavy)\b|\b(?:bada|big) hai\b|\b(?:bigger|larger) than\b|\bdoes(?:n'?t| not) fit (?:in|into|through)\b|बड़ा/iu
  ],
  [
    'not-as-described',
    /\b(?:not (?:as|like) (?:described|shown|pictured|expected|in the (?:photo|picture)|the (?:photo|picture))|looks? (?:nothing|different|unlike)|different (?:from|than|to)|does(?:n'?t| not) match|colou?r is (?:off|different|wrong)|fake|not original|poor quality|cheap quality|bad quality|misleading)\b/iu
  ],
  [
    'changed-mind',
    /\b(?:changed? (?:my|our) mind|do(?:n'?t| not) (?:need|want|like)|did(?:n'?t| not) like|no longer (?:need|want)|not needed|found (?:it )?(?:a )?(?:cheaper|better)|by mistake|accident(?:ally)?|pasand nahi|man badal|mann badal|mood badal|nahi chahiye|not happy with it|bought (?:two|another))\b|पसंद नहीं|मन बदल|नहीं चाहिए/iu
  ]
];

/** Why something comes back, as far as the message says. */
export function returnReasonIn(text: string): ReturnReason | undefined {
  const plain = text.replaceAll(/[’`]/g, "'");
  return reasons.find(([, said]) => said.test(plain))?.[0];
}
