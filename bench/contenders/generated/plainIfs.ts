// Written by bench/generate.ts from the works; `node bench/generate.ts` writes it anew.
interface Utterance {
  readonly text: string;
}
interface Thresholds {
  readonly confidence: number;
  readonly sentiment: number;
  readonly turns: number;
  readonly waitSec: number;
  readonly queueDepth: number;
  readonly repeats: number;
}
interface Cells {
  readonly tier: string;
  readonly language: string;
  readonly intent: string;
  readonly waitSec: number;
  readonly csat: number;
}

/** W1: 20 rules of keywords, the first that holds. */
export function W1({ text }: Utterance): number {
  if (text.includes('invoice') || text.includes('billing') || text.includes('charge')) return 0;
  if (text.includes('refund') || text.includes('money back') || text.includes('reimburse')) return 1;
  if (text.includes('cancel') || text.includes('terminate') || text.includes('close my account')) return 2;
  if (text.includes('fraud') || text.includes('stolen') || text.includes('unauthori')) return 3;
  if (text.includes('error') || text.includes('crash') || text.includes('not working')) return 4;
  if (text.includes('outage') || text.includes('no signal') || text.includes('slow internet')) return 5;
  if (text.includes('password') || text.includes('locked out') || text.includes('reset my')) return 6;
  if (text.includes('delivery') || text.includes('shipping') || text.includes('tracking')) return 7;
  if (text.includes('return') || text.includes('exchange') || text.includes('wrong item')) return 8;
  if (text.includes('upgrade') || text.includes('new plan') || text.includes('premium')) return 9;
  if (text.includes('buy') || text.includes('purchase') || text.includes('pricing')) return 10;
  if (text.includes('complaint') || text.includes('supervisor') || text.includes('unacceptable')) return 11;
  if (text.includes('appointment') || text.includes('schedule') || text.includes('technician')) return 12;
  if (text.includes('warranty') || text.includes('guarantee') || text.includes('repair')) return 13;
  if (text.includes('payment') || text.includes('credit card') || text.includes('declined')) return 14;
  if (text.includes('roaming') || text.includes('abroad') || text.includes('travel')) return 15;
  if (text.includes('port my number') || text.includes('switch provider') || text.includes('transfer number'))
    return 16;
  if (text.includes('address') || text.includes('moving') || text.includes('relocat')) return 17;
  if (text.includes('contract') || text.includes('agreement') || text.includes('terms')) return 18;
  if (text.includes('survey') || text.includes('feedback') || text.includes('rating')) return 19;
  return -1;
}

/** W1b: the same, whole words only. */
export function W1b({ text }: Utterance): number {
  if (/\binvoice\b/.test(text) || /\bbilling\b/.test(text) || /\bcharge\b/.test(text)) return 0;
  if (/\brefund\b/.test(text) || /\bmoney back\b/.test(text) || /\breimburse\b/.test(text)) return 1;
  if (/\bcancel\b/.test(text) || /\bterminate\b/.test(text) || /\bclose my account\b/.test(text)) return 2;
  if (/\bfraud\b/.test(text) || /\bstolen\b/.test(text) || /\bunauthori\b/.test(text)) return 3;
  if (/\berror\b/.test(text) || /\bcrash\b/.test(text) || /\bnot working\b/.test(text)) return 4;
  if (/\boutage\b/.test(text) || /\bno signal\b/.test(text) || /\bslow internet\b/.test(text)) return 5;
  if (/\bpassword\b/.test(text) || /\blocked out\b/.test(text) || /\breset my\b/.test(text)) return 6;
  if (/\bdelivery\b/.test(text) || /\bshipping\b/.test(text) || /\btracking\b/.test(text)) return 7;
  if (/\breturn\b/.test(text) || /\bexchange\b/.test(text) || /\bwrong item\b/.test(text)) return 8;
  if (/\bupgrade\b/.test(text) || /\bnew plan\b/.test(text) || /\bpremium\b/.test(text)) return 9;
  if (/\bbuy\b/.test(text) || /\bpurchase\b/.test(text) || /\bpricing\b/.test(text)) return 10;
  if (/\bcomplaint\b/.test(text) || /\bsupervisor\b/.test(text) || /\bunacceptable\b/.test(text)) return 11;
  if (/\bappointment\b/.test(text) || /\bschedule\b/.test(text) || /\btechnician\b/.test(text)) return 12;
  if (/\bwarranty\b/.test(text) || /\bguarantee\b/.test(text) || /\brepair\b/.test(text)) return 13;
  if (/\bpayment\b/.test(text) || /\bcredit card\b/.test(text) || /\bdeclined\b/.test(text)) return 14;
  if (/\broaming\b/.test(text) || /\babroad\b/.test(text) || /\btravel\b/.test(text)) return 15;
  if (/\bport my number\b/.test(text) || /\bswitch provider\b/.test(text) || /\btransfer number\b/.test(text))
    return 16;
  if (/\baddress\b/.test(text) || /\bmoving\b/.test(text) || /\brelocat\b/.test(text)) return 17;
  if (/\bcontract\b/.test(text) || /\bagreement\b/.test(text) || /\bterms\b/.test(text)) return 18;
  if (/\bsurvey\b/.test(text) || /\bfeedback\b/.test(text) || /\brating\b/.test(text)) return 19;
  return -1;
}

/** W2: 60 rules of nested thresholds, all that hold. */
export function W2({ confidence, sentiment, turns, waitSec, queueDepth, repeats }: Thresholds): number[] {
  const holding: number[] = [];
  if (
    (waitSec < 115 || turns > 29) &&
    queueDepth < 14 &&
    sentiment <= -70 &&
    (waitSec <= 184 || waitSec > 430)
  )
    holding.push(0);
  if ((turns < 11 && turns < 13 && confidence <= 4) || (sentiment < -57 && !(turns < 0) && turns <= 11))
    holding.push(1);
  if (confidence <= 20 && !(queueDepth < 23 || turns > 32) && sentiment <= -49) holding.push(2);
  if (
    waitSec > 468 &&
    (queueDepth < 18 || (queueDepth <= 18 && confidence < 62) || waitSec < 126) &&
    confidence >= 17
  )
    holding.push(3);
  if ((turns <= 9 || waitSec > 425) && turns > 27 && turns >= 21 && (turns > 30 || confidence > 75))
    holding.push(4);
  if (
    (waitSec > 454 && sentiment < -59 && waitSec <= 538) ||
    (waitSec >= 390 && !(turns >= 3) && sentiment <= -42)
  )
    holding.push(5);
  if (queueDepth >= 61 && !(turns < 10 || queueDepth > 58) && turns >= 27) holding.push(6);
  if (
    repeats <= 2 &&
    (waitSec <= 104 || (confidence > 65 && waitSec < 61) || sentiment < -48) &&
    queueDepth < 43
  )
    holding.push(7);
  if ((turns <= 6 || turns >= 29) && confidence <= 15 && turns > 8 && (confidence <= 20 || sentiment >= 53))
    holding.push(8);
  if (
    (repeats <= 2 && confidence >= 65 && confidence < 5) ||
    (waitSec > 419 && !(queueDepth >= 60) && queueDepth <= 16)
  )
    holding.push(9);
  if (repeats >= 7 && !(queueDepth >= 63 || turns >= 32) && queueDepth >= 67) holding.push(10);
  if (waitSec >= 471 && (waitSec > 498 || (turns <= 6 && turns > 12) || confidence > 68) && waitSec > 357)
    holding.push(11);
  if (
    (turns < 12 || sentiment >= 50) &&
    confidence <= 16 &&
    confidence > 66 &&
    (repeats < 3 || queueDepth > 64)
  )
    holding.push(12);
  if ((repeats >= 8 && waitSec > 458 && turns < 24) || (sentiment < -55 && !(queueDepth > 10) && turns <= 13))
    holding.push(13);
  if (turns >= 33 && !(sentiment <= -66 || waitSec >= 473) && repeats >= 7) holding.push(14);
  if (
    turns >= 31 &&
    (waitSec >= 478 || (waitSec < 192 && waitSec <= 118) || repeats >= 8) &&
    queueDepth >= 30
  )
    holding.push(15);
  if (
    (confidence <= 30 || waitSec <= 158) &&
    repeats >= 7 &&
    waitSec < 118 &&
    (turns >= 34 || confidence <= 29)
  )
    holding.push(16);
  if (
    (waitSec <= 113 && turns <= 7 && waitSec < 415) ||
    (sentiment < -32 && !(confidence >= 34) && sentiment >= 48)
  )
    holding.push(17);
  if (repeats > 7 && !(repeats <= 3 || repeats >= 7) && confidence <= 25) holding.push(18);
  if (turns <= 7 && (waitSec < 192 || (sentiment < -70 && sentiment < 76) || repeats <= 2) && waitSec < 226)
    holding.push(19);
  if ((waitSec >= 502 || repeats <= 2) && repeats <= 2 && repeats >= 5 && (turns >= 28 || turns <= 13))
    holding.push(20);
  if (
    (sentiment < -67 && sentiment < -68 && confidence > 53) ||
    (confidence < 20 && !(repeats > 7) && waitSec < 157)
  )
    holding.push(21);
  if (queueDepth > 63 && !(turns > 33 || sentiment > 45) && repeats <= 3) holding.push(22);
  if (turns >= 26 && (turns > 27 || (turns > 32 && queueDepth < 16) || turns > 26) && sentiment > 62)
    holding.push(23);
  if ((confidence >= 69 || repeats >= 8) && repeats >= 8 && queueDepth <= 67 && (turns < 10 || turns >= 27))
    holding.push(24);
  if (
    (confidence > 81 && waitSec <= 122 && queueDepth <= 57) ||
    (queueDepth <= 16 && !(queueDepth >= 16) && sentiment <= -51)
  )
    holding.push(25);
  if (repeats >= 7 && !(confidence > 78 || waitSec > 432) && sentiment > 31) holding.push(26);
  if (
    confidence < 29 &&
    (waitSec > 391 || (sentiment < -35 && queueDepth > 74) || queueDepth < 26) &&
    queueDepth <= 12
  )
    holding.push(27);
  if ((sentiment > 55 || repeats > 8) && turns <= 11 && turns <= 3 && (repeats > 7 || waitSec < 174))
    holding.push(28);
  if (
    (repeats <= 3 && queueDepth >= 58 && sentiment < -92) ||
    (waitSec < 138 && !(confidence <= 99) && queueDepth <= 14)
  )
    holding.push(29);
  if (repeats < 3 && !(confidence >= 73 || turns >= 29) && confidence <= 27) holding.push(30);
  if (turns >= 28 && (waitSec <= 129 || (turns > 27 && turns >= 27) || sentiment > 36) && queueDepth >= 34)
    holding.push(31);
  if ((sentiment < -68 || turns > 29) && waitSec >= 461 && waitSec <= 338 && (repeats < 3 || repeats > 8))
    holding.push(32);
  if (
    (queueDepth > 68 && sentiment < -58 && repeats <= 1) ||
    (queueDepth > 66 && !(turns < 18) && repeats < 2)
  )
    holding.push(33);
  if (turns < 10 && !(waitSec < 136 || sentiment < -60) && waitSec > 478) holding.push(34);
  if (sentiment > 61 && (queueDepth < 18 || (repeats >= 8 && confidence > 68) || repeats < 2) && turns <= 38)
    holding.push(35);
  if ((sentiment >= 52 || confidence >= 73) && repeats > 8 && repeats > 9 && (turns >= 32 || waitSec >= 502))
    holding.push(36);
  if (
    (waitSec > 430 && turns <= 14 && waitSec > 546) ||
    (confidence >= 67 && !(turns < 38) && confidence >= 68)
  )
    holding.push(37);
  if (waitSec > 504 && !(queueDepth <= 27 || queueDepth <= 21) && turns > 27) holding.push(38);
  if (queueDepth >= 56 && (repeats < 2 || (turns > 27 && repeats > 3) || repeats > 8) && sentiment >= 73)
    holding.push(39);
  if (
    (sentiment > 46 || turns >= 30) &&
    waitSec <= 196 &&
    queueDepth >= 52 &&
    (confidence < 21 || confidence > 80)
  )
    holding.push(40);
  if (
    (waitSec >= 493 && turns <= 13 && queueDepth < 51) ||
    (waitSec < 202 && !(confidence <= 86) && waitSec < 161)
  )
    holding.push(41);
  if (sentiment < -63 && !(repeats < 2 || queueDepth > 55) && queueDepth < 15) holding.push(42);
  if (
    queueDepth < 13 &&
    (sentiment < -40 || (confidence >= 70 && queueDepth < 72) || queueDepth <= 16) &&
    queueDepth >= 72
  )
    holding.push(43);
  if (
    (queueDepth >= 66 || queueDepth >= 55) &&
    repeats > 7 &&
    repeats >= 4 &&
    (turns < 8 || sentiment <= -47)
  )
    holding.push(44);
  if (
    (repeats > 8 && queueDepth >= 67 && turns > 26) ||
    (confidence >= 69 && !(waitSec >= 283) && queueDepth <= 19)
  )
    holding.push(45);
  if (queueDepth > 63 && !(repeats > 7 || queueDepth >= 52) && turns < 8) holding.push(46);
  if (turns < 9 && (repeats <= 3 || (repeats > 7 && waitSec > 351) || turns <= 13) && sentiment < -4)
    holding.push(47);
  if ((confidence < 30 || repeats <= 2) && turns < 6 && queueDepth < 3 && (queueDepth > 66 || turns < 11))
    holding.push(48);
  if (
    (waitSec > 414 && confidence <= 28 && confidence < 4) ||
    (waitSec > 437 && !(queueDepth < 2) && turns <= 14)
  )
    holding.push(49);
  if (turns >= 32 && !(turns < 7 || sentiment <= -49) && waitSec < 164) holding.push(50);
  if (
    repeats > 7 &&
    (confidence > 68 || (sentiment > 58 && sentiment >= -48) || sentiment >= 69) &&
    turns <= 25
  )
    holding.push(51);
  if (
    (queueDepth <= 24 || waitSec >= 494) &&
    confidence > 81 &&
    confidence < 75 &&
    (turns > 26 || waitSec < 146)
  )
    holding.push(52);
  if (
    (queueDepth <= 25 && sentiment >= 70 && turns <= 17) ||
    (confidence <= 34 && !(queueDepth < 22) && waitSec <= 199)
  )
    holding.push(53);
  if (confidence <= 28 && !(sentiment <= -55 || turns < 9) && confidence > 67) holding.push(54);
  if (
    queueDepth > 55 &&
    (queueDepth >= 54 || (turns >= 33 && waitSec >= 401) || confidence >= 65) &&
    waitSec < 286
  )
    holding.push(55);
  if ((sentiment < -36 || waitSec < 206) && queueDepth > 61 && turns <= 28 && (repeats >= 7 || repeats > 7))
    holding.push(56);
  if (
    (sentiment <= -55 && queueDepth >= 53 && waitSec < 311) ||
    (repeats < 3 && !(queueDepth <= 68) && sentiment < -41)
  )
    holding.push(57);
  if (queueDepth <= 12 && !(turns < 10 || turns <= 7) && confidence >= 69) holding.push(58);
  if (
    queueDepth < 17 &&
    (confidence <= 33 || (sentiment <= -69 && waitSec < 285) || sentiment <= -63) &&
    confidence > 100
  )
    holding.push(59);
  return holding;
}

/** W3: a table of 200 rows by 5 columns, the first row that fits. */
export function W3({ tier, language, intent, waitSec, csat }: Cells): number {
  if (
    tier === 'bronze' &&
    intent === 'shipping' &&
    waitSec >= 210 &&
    waitSec < 360 &&
    csat >= 53 &&
    csat < 77
  )
    return 0;
  if (language === 'ja' && intent === 'billing' && waitSec >= 249 && waitSec < 433 && csat >= 35 && csat < 61)
    return 1;
  if (
    tier === 'bronze' &&
    language === 'ja' &&
    intent === 'complaint' &&
    waitSec >= 240 &&
    waitSec < 364 &&
    csat >= 31 &&
    csat < 57
  )
    return 2;
  if (tier === 'bronze' && language === 'fr' && intent === 'technical' && csat >= 20 && csat < 60) return 3;
  if (
    tier === 'platinum' &&
    language === 'fr' &&
    intent === 'network' &&
    waitSec >= 102 &&
    waitSec < 319 &&
    csat >= 24 &&
    csat < 41
  )
    return 4;
  if (tier === 'bronze' && language === 'es' && intent === 'fraud' && csat >= 68 && csat < 118) return 5;
  if (
    tier === 'platinum' &&
    language === 'es' &&
    intent === 'returns' &&
    waitSec >= 55 &&
    waitSec < 326 &&
    csat >= 36 &&
    csat < 56
  )
    return 6;
  if (
    tier === 'gold' &&
    language === 'en' &&
    intent === 'sales' &&
    waitSec >= 114 &&
    waitSec < 332 &&
    csat >= 55 &&
    csat < 77
  )
    return 7;
  if (tier === 'silver' && intent === 'complaint' && csat >= 57 && csat < 90) return 8;
  if (language === 'es' && intent === 'upgrade' && waitSec >= 56 && waitSec < 225 && csat >= 24 && csat < 43)
    return 9;
  if (
    tier === 'silver' &&
    language === 'ja' &&
    intent === 'fraud' &&
    waitSec >= 272 &&
    waitSec < 478 &&
    csat >= 7 &&
    csat < 42
  )
    return 10;
  if (
    tier === 'platinum' &&
    language === 'fr' &&
    intent === 'refund' &&
    waitSec >= 34 &&
    waitSec < 193 &&
    csat >= 30 &&
    csat < 47
  )
    return 11;
  if (
    tier === 'silver' &&
    language === 'pt' &&
    intent === 'network' &&
    waitSec >= 212 &&
    waitSec < 287 &&
    csat >= 54 &&
    csat < 84
  )
    return 12;
  if (
    tier === 'gold' &&
    language === 'pt' &&
    intent === 'returns' &&
    waitSec >= 309 &&
    waitSec < 541 &&
    csat >= 50 &&
    csat < 67
  )
    return 13;
  if (tier === 'bronze' && language === 'pt' && intent === 'shipping' && waitSec >= 382 && waitSec < 513)
    return 14;
  if (
    tier === 'platinum' &&
    intent === 'shipping' &&
    waitSec >= 117 &&
    waitSec < 367 &&
    csat >= 59 &&
    csat < 79
  )
    return 15;
  if (waitSec >= 325 && waitSec < 518 && csat >= 19 && csat < 41) return 16;
  if (
    tier === 'silver' &&
    language === 'es' &&
    intent === 'refund' &&
    waitSec >= 309 &&
    waitSec < 592 &&
    csat >= 27 &&
    csat < 58
  )
    return 17;
  if (
    tier === 'gold' &&
    language === 'fr' &&
    intent === 'password' &&
    waitSec >= 105 &&
    waitSec < 271 &&
    csat >= 45 &&
    csat < 89
  )
    return 18;
  if (intent === 'shipping' && waitSec >= 80 && waitSec < 169 && csat >= 40 && csat < 56) return 19;
  if (
    tier === 'platinum' &&
    language === 'es' &&
    intent === 'network' &&
    waitSec >= 173 &&
    waitSec < 262 &&
    csat >= 11 &&
    csat < 56
  )
    return 20;
  if (tier === 'platinum' && language === 'ja' && waitSec >= 62 && waitSec < 193 && csat >= 23 && csat < 69)
    return 21;
  if (
    tier === 'bronze' &&
    intent === 'complaint' &&
    waitSec >= 198 &&
    waitSec < 314 &&
    csat >= 35 &&
    csat < 59
  )
    return 22;
  if (
    tier === 'platinum' &&
    language === 'fr' &&
    intent === 'complaint' &&
    waitSec >= 230 &&
    waitSec < 414 &&
    csat >= 24 &&
    csat < 66
  )
    return 23;
  if (
    tier === 'bronze' &&
    language === 'ja' &&
    intent === 'password' &&
    waitSec >= 143 &&
    waitSec < 402 &&
    csat >= 35 &&
    csat < 67
  )
    return 24;
  if (tier === 'gold' && language === 'pt' && intent === 'sales' && waitSec >= 2 && waitSec < 98) return 25;
  if (
    tier === 'platinum' &&
    language === 'en' &&
    intent === 'password' &&
    waitSec >= 176 &&
    waitSec < 282 &&
    csat >= 2 &&
    csat < 49
  )
    return 26;
  if (
    tier === 'bronze' &&
    language === 'es' &&
    intent === 'sales' &&
    waitSec >= 14 &&
    waitSec < 177 &&
    csat >= 42 &&
    csat < 80
  )
    return 27;
  if (tier === 'platinum' && language === 'es' && waitSec >= 382 && waitSec < 678 && csat >= 46 && csat < 74)
    return 28;
  if (tier === 'silver' && intent === 'sales' && csat >= 43 && csat < 82) return 29;
  if (tier === 'silver' && intent === 'complaint' && waitSec >= 130 && waitSec < 289) return 30;
  if (intent === 'sales' && waitSec >= 75 && waitSec < 325) return 31;
  if (tier === 'bronze' && intent === 'returns' && waitSec >= 280 && waitSec < 532 && csat >= 49 && csat < 80)
    return 32;
  if (tier === 'silver' && language === 'es' && intent === 'fraud' && csat >= 47 && csat < 88) return 33;
  if (
    tier === 'platinum' &&
    language === 'es' &&
    intent === 'technical' &&
    waitSec >= 287 &&
    waitSec < 513 &&
    csat >= 52 &&
    csat < 91
  )
    return 34;
  if (tier === 'gold' && intent === 'refund' && waitSec >= 24 && waitSec < 320 && csat >= 23 && csat < 44)
    return 35;
  if (
    tier === 'silver' &&
    language === 'fr' &&
    intent === 'cancel' &&
    waitSec >= 112 &&
    waitSec < 236 &&
    csat >= 7 &&
    csat < 23
  )
    return 36;
  if (tier === 'platinum' && language === 'en' && csat >= 0 && csat < 33) return 37;
  if (tier === 'silver' && language === 'es' && intent === 'network' && csat >= 69 && csat < 119) return 38;
  if (language === 'fr' && intent === 'complaint' && csat >= 3 && csat < 38) return 39;
  if (
    tier === 'gold' &&
    language === 'ja' &&
    intent === 'returns' &&
    waitSec >= 121 &&
    waitSec < 284 &&
    csat >= 38 &&
    csat < 68
  )
    return 40;
  if (tier === 'silver' && language === 'fr' && waitSec >= 16 && waitSec < 76 && csat >= 24 && csat < 68)
    return 41;
  if (
    tier === 'bronze' &&
    language === 'de' &&
    intent === 'billing' &&
    waitSec >= 167 &&
    waitSec < 272 &&
    csat >= 35 &&
    csat < 55
  )
    return 42;
  if (tier === 'silver' && intent === 'shipping') return 43;
  if (
    tier === 'silver' &&
    language === 'es' &&
    intent === 'sales' &&
    waitSec >= 375 &&
    waitSec < 464 &&
    csat >= 30 &&
    csat < 55
  )
    return 44;
  if (tier === 'bronze' && language === 'en' && intent === 'cancel' && waitSec >= 69 && waitSec < 135)
    return 45;
  if (language === 'de' && intent === 'upgrade' && waitSec >= 85 && waitSec < 194) return 46;
  if (tier === 'gold' && language === 'ja' && intent === 'network') return 47;
  if (tier === 'silver' && intent === 'upgrade' && waitSec >= 108 && waitSec < 234 && csat >= 54 && csat < 91)
    return 48;
  if (tier === 'platinum' && language === 'en' && intent === 'returns' && csat >= 36 && csat < 54) return 49;
  if (tier === 'bronze' && language === 'ja' && waitSec >= 59 && waitSec < 153 && csat >= 68 && csat < 92)
    return 50;
  if (
    tier === 'bronze' &&
    language === 'pt' &&
    intent === 'refund' &&
    waitSec >= 145 &&
    waitSec < 403 &&
    csat >= 32 &&
    csat < 47
  )
    return 51;
  if (tier === 'silver' && language === 'fr' && waitSec >= 135 && waitSec < 429 && csat >= 5 && csat < 21)
    return 52;
  if (language === 'pt' && intent === 'complaint' && csat >= 58 && csat < 105) return 53;
  if (tier === 'platinum' && language === 'ja' && waitSec >= 179 && waitSec < 357 && csat >= 49 && csat < 95)
    return 54;
  if (tier === 'gold' && intent === 'technical' && waitSec >= 303 && waitSec < 439 && csat >= 24 && csat < 43)
    return 55;
  if (tier === 'gold') return 56;
  if (tier === 'bronze' && language === 'en' && intent === 'network') return 57;
  if (tier === 'bronze' && language === 'fr' && intent === 'cancel' && csat >= 8 && csat < 24) return 58;
  if (tier === 'platinum' && language === 'en' && intent === 'cancel') return 59;
  if (
    tier === 'bronze' &&
    language === 'ja' &&
    intent === 'returns' &&
    waitSec >= 253 &&
    waitSec < 434 &&
    csat >= 47 &&
    csat < 93
  )
    return 60;
  if (
    tier === 'platinum' &&
    language === 'en' &&
    intent === 'cancel' &&
    waitSec >= 344 &&
    waitSec < 469 &&
    csat >= 57 &&
    csat < 82
  )
    return 61;
  if (tier === 'gold' && intent === 'returns' && waitSec >= 321 && waitSec < 487 && csat >= 25 && csat < 59)
    return 62;
  if (language === 'en' && waitSec >= 303 && waitSec < 529 && csat >= 18 && csat < 59) return 63;
  if (tier === 'bronze' && intent === 'refund' && waitSec >= 128 && waitSec < 384 && csat >= 67 && csat < 95)
    return 64;
  if (
    tier === 'gold' &&
    language === 'pt' &&
    intent === 'billing' &&
    waitSec >= 184 &&
    waitSec < 334 &&
    csat >= 28 &&
    csat < 47
  )
    return 65;
  if (tier === 'platinum' && language === 'de' && intent === 'shipping' && csat >= 2 && csat < 50) return 66;
  if (language === 'fr' && intent === 'sales' && waitSec >= 230 && waitSec < 306 && csat >= 4 && csat < 27)
    return 67;
  if (
    tier === 'bronze' &&
    language === 'es' &&
    intent === 'cancel' &&
    waitSec >= 42 &&
    waitSec < 137 &&
    csat >= 42 &&
    csat < 72
  )
    return 68;
  if (language === 'es' && waitSec >= 20 && waitSec < 210 && csat >= 54 && csat < 77) return 69;
  if (waitSec >= 300 && waitSec < 518 && csat >= 21 && csat < 49) return 70;
  if (tier === 'silver' && intent === 'password' && waitSec >= 313 && waitSec < 389) return 71;
  if (language === 'ja' && intent === 'billing' && waitSec >= 20 && waitSec < 230 && csat >= 59 && csat < 76)
    return 72;
  if (tier === 'silver' && language === 'de' && csat >= 28 && csat < 46) return 73;
  if (language === 'ja' && intent === 'billing' && waitSec >= 67 && waitSec < 306 && csat >= 53 && csat < 93)
    return 74;
  if (
    tier === 'gold' &&
    language === 'en' &&
    intent === 'complaint' &&
    waitSec >= 251 &&
    waitSec < 463 &&
    csat >= 33 &&
    csat < 81
  )
    return 75;
  if (tier === 'silver' && language === 'ja' && waitSec >= 134 && waitSec < 282 && csat >= 49 && csat < 80)
    return 76;
  if (tier === 'platinum' && csat >= 63 && csat < 81) return 77;
  if (tier === 'silver' && language === 'de' && intent === 'billing' && csat >= 22 && csat < 48) return 78;
  if (
    tier === 'bronze' &&
    language === 'de' &&
    intent === 'refund' &&
    waitSec >= 250 &&
    waitSec < 379 &&
    csat >= 35 &&
    csat < 78
  )
    return 79;
  if (
    tier === 'gold' &&
    language === 'es' &&
    intent === 'complaint' &&
    waitSec >= 225 &&
    waitSec < 445 &&
    csat >= 35 &&
    csat < 55
  )
    return 80;
  if (
    tier === 'platinum' &&
    language === 'pt' &&
    intent === 'refund' &&
    waitSec >= 124 &&
    waitSec < 305 &&
    csat >= 38 &&
    csat < 82
  )
    return 81;
  if (
    tier === 'gold' &&
    language === 'ja' &&
    intent === 'network' &&
    waitSec >= 294 &&
    waitSec < 481 &&
    csat >= 28 &&
    csat < 73
  )
    return 82;
  if (tier === 'bronze' && language === 'en' && intent === 'refund' && csat >= 37 && csat < 68) return 83;
  if (tier === 'silver' && language === 'fr' && intent === 'technical') return 84;
  if (intent === 'fraud' && waitSec >= 353 && waitSec < 440) return 85;
  if (tier === 'bronze' && language === 'de' && waitSec >= 371 && waitSec < 487 && csat >= 4 && csat < 22)
    return 86;
  if (intent === 'cancel' && waitSec >= 0 && waitSec < 154 && csat >= 67 && csat < 91) return 87;
  if (
    tier === 'silver' &&
    language === 'de' &&
    intent === 'fraud' &&
    waitSec >= 98 &&
    waitSec < 175 &&
    csat >= 37 &&
    csat < 53
  )
    return 88;
  if (language === 'es' && intent === 'returns' && csat >= 59 && csat < 108) return 89;
  if (
    tier === 'gold' &&
    language === 'en' &&
    intent === 'complaint' &&
    waitSec >= 311 &&
    waitSec < 581 &&
    csat >= 1 &&
    csat < 25
  )
    return 90;
  if (tier === 'platinum' && language === 'pt' && waitSec >= 270 && waitSec < 484) return 91;
  if (language === 'fr' && intent === 'complaint' && csat >= 32 && csat < 59) return 92;
  if (tier === 'gold' && language === 'de' && intent === 'network' && csat >= 46 && csat < 83) return 93;
  if (tier === 'bronze' && language === 'ja' && waitSec >= 259 && waitSec < 427 && csat >= 61 && csat < 103)
    return 94;
  if (tier === 'gold') return 95;
  if (tier === 'gold' && intent === 'cancel' && waitSec >= 388 && waitSec < 474 && csat >= 62 && csat < 97)
    return 96;
  if (language === 'en' && intent === 'upgrade' && waitSec >= 19 && waitSec < 161 && csat >= 69 && csat < 96)
    return 97;
  if (tier === 'bronze' && csat >= 47 && csat < 81) return 98;
  if (tier === 'silver' && language === 'es') return 99;
  if (tier === 'silver' && language === 'ja' && waitSec >= 130 && waitSec < 237 && csat >= 12 && csat < 27)
    return 100;
  if (tier === 'bronze' && language === 'de' && csat >= 70 && csat < 114) return 101;
  if (language === 'en' && intent === 'cancel') return 102;
  if (tier === 'silver' && language === 'es' && intent === 'sales') return 103;
  if (tier === 'platinum' && csat >= 8 && csat < 42) return 104;
  if (language === 'fr' && intent === 'shipping' && waitSec >= 75 && waitSec < 249) return 105;
  if (
    tier === 'platinum' &&
    language === 'ja' &&
    intent === 'technical' &&
    waitSec >= 352 &&
    waitSec < 542 &&
    csat >= 53 &&
    csat < 75
  )
    return 106;
  if (tier === 'silver' && intent === 'password' && waitSec >= 129 && waitSec < 222) return 107;
  if (
    tier === 'platinum' &&
    language === 'en' &&
    intent === 'upgrade' &&
    waitSec >= 235 &&
    waitSec < 514 &&
    csat >= 53 &&
    csat < 78
  )
    return 108;
  if (tier === 'bronze' && language === 'pt') return 109;
  if (tier === 'bronze' && csat >= 21 && csat < 70) return 110;
  if (tier === 'bronze' && language === 'fr' && intent === 'technical') return 111;
  if (language === 'ja' && intent === 'network' && waitSec >= 150 && waitSec < 234 && csat >= 43 && csat < 93)
    return 112;
  if (tier === 'gold' && csat >= 41 && csat < 65) return 113;
  if (language === 'fr') return 114;
  if (
    tier === 'bronze' &&
    language === 'de' &&
    intent === 'network' &&
    waitSec >= 151 &&
    waitSec < 299 &&
    csat >= 16 &&
    csat < 44
  )
    return 115;
  if (tier === 'silver' && language === 'pt' && intent === 'password') return 116;
  if (intent === 'fraud' && waitSec >= 120 && waitSec < 384 && csat >= 32 && csat < 61) return 117;
  if (tier === 'platinum' && waitSec >= 354 && waitSec < 468) return 118;
  if (language === 'en' && intent === 'fraud' && waitSec >= 72 && waitSec < 180 && csat >= 46 && csat < 69)
    return 119;
  if (tier === 'bronze' && language === 'fr' && waitSec >= 151 && waitSec < 444 && csat >= 42 && csat < 72)
    return 120;
  if (
    tier === 'silver' &&
    intent === 'complaint' &&
    waitSec >= 161 &&
    waitSec < 261 &&
    csat >= 4 &&
    csat < 50
  )
    return 121;
  if (tier === 'bronze') return 122;
  if (language === 'de' && waitSec >= 248 && waitSec < 528 && csat >= 37 && csat < 72) return 123;
  if (tier === 'gold' && language === 'en' && waitSec >= 68 && waitSec < 323 && csat >= 15 && csat < 38)
    return 124;
  if (tier === 'silver' && intent === 'technical' && csat >= 67 && csat < 106) return 125;
  if (intent === 'password' && waitSec >= 390 && waitSec < 504 && csat >= 39 && csat < 81) return 126;
  if (tier === 'silver') return 127;
  if (intent === 'shipping' && waitSec >= 72 && waitSec < 242) return 128;
  if (tier === 'silver' && intent === 'billing' && csat >= 54 && csat < 89) return 129;
  if (language === 'fr' && intent === 'returns' && waitSec >= 398 && waitSec < 590 && csat >= 60 && csat < 94)
    return 130;
  if (language === 'fr' && intent === 'cancel') return 131;
  if (tier === 'silver' && language === 'es') return 132;
  if (language === 'pt') return 133;
  if (csat >= 37 && csat < 74) return 134;
  if (
    language === 'en' &&
    intent === 'shipping' &&
    waitSec >= 250 &&
    waitSec < 475 &&
    csat >= 32 &&
    csat < 72
  )
    return 135;
  if (tier === 'platinum' && language === 'fr' && intent === 'sales' && waitSec >= 214 && waitSec < 423)
    return 136;
  if (language === 'es' && intent === 'shipping') return 137;
  if (
    tier === 'silver' &&
    language === 'pt' &&
    intent === 'shipping' &&
    waitSec >= 341 &&
    waitSec < 455 &&
    csat >= 26 &&
    csat < 46
  )
    return 138;
  if (tier === 'gold' && language === 'es' && intent === 'upgrade') return 139;
  if (language === 'ja' && intent === 'password') return 140;
  if (language === 'pt' && csat >= 8 && csat < 49) return 141;
  if (tier === 'silver' && waitSec >= 178 && waitSec < 321) return 142;
  if (tier === 'bronze') return 143;
  if (tier === 'gold' && intent === 'complaint') return 144;
  if (tier === 'platinum' && language === 'ja' && waitSec >= 272 && waitSec < 419 && csat >= 19 && csat < 55)
    return 145;
  if (
    language === 'pt' &&
    intent === 'technical' &&
    waitSec >= 138 &&
    waitSec < 325 &&
    csat >= 17 &&
    csat < 62
  )
    return 146;
  if (language === 'pt' && waitSec >= 343 && waitSec < 506) return 147;
  if (waitSec >= 3 && waitSec < 278) return 148;
  if (language === 'en' && intent === 'upgrade') return 149;
  if (tier === 'platinum' && intent === 'refund') return 150;
  if (tier === 'bronze' && language === 'de') return 151;
  if (waitSec >= 69 && waitSec < 131) return 152;
  if (tier === 'gold' && intent === 'fraud' && waitSec >= 69 && waitSec < 130) return 153;
  if (language === 'pt' && waitSec >= 135 && waitSec < 398) return 154;
  if (intent === 'fraud' && waitSec >= 295 && waitSec < 575) return 155;
  if (tier === 'gold') return 156;
  if (language === 'fr') return 157;
  if (tier === 'platinum' && intent === 'upgrade' && waitSec >= 80 && waitSec < 293) return 158;
  if (tier === 'silver' && waitSec >= 221 && waitSec < 463 && csat >= 0 && csat < 23) return 159;
  if (tier === 'silver') return 160;
  if (tier === 'gold' && language === 'ja' && intent === 'refund' && csat >= 34 && csat < 70) return 161;
  if (waitSec >= 54 && waitSec < 216) return 162;
  if (tier === 'platinum' && intent === 'returns' && waitSec >= 48 && waitSec < 241) return 163;
  if (intent === 'shipping' && waitSec >= 289 && waitSec < 531 && csat >= 39 && csat < 80) return 164;
  if (tier === 'platinum') return 165;
  if (tier === 'silver' && language === 'ja' && waitSec >= 77 && waitSec < 210 && csat >= 26 && csat < 65)
    return 166;
  if (tier === 'silver' && language === 'en' && intent === 'cancel' && waitSec >= 97 && waitSec < 229)
    return 167;
  if (tier === 'gold' && language === 'ja' && waitSec >= 154 && waitSec < 436) return 168;
  if (language === 'pt' && waitSec >= 178 && waitSec < 318 && csat >= 62 && csat < 97) return 169;
  if (csat >= 20 && csat < 53) return 170;
  if (tier === 'gold' && language === 'en') return 171;
  if (tier === 'gold' && language === 'de' && intent === 'upgrade') return 172;
  if (language === 'pt' && waitSec >= 251 && waitSec < 513 && csat >= 48 && csat < 95) return 173;
  if (tier === 'bronze' && intent === 'shipping' && csat >= 56 && csat < 73) return 174;
  if (intent === 'sales' && csat >= 45 && csat < 60) return 175;
  if (tier === 'gold' && csat >= 1 && csat < 29) return 176;
  if (waitSec >= 70 && waitSec < 363) return 177;
  if (intent === 'refund' && csat >= 59 && csat < 83) return 178;
  if (tier === 'bronze' && waitSec >= 207 && waitSec < 391) return 179;
  if (language === 'es' && intent === 'cancel') return 180;
  if (intent === 'refund' && waitSec >= 172 && waitSec < 287 && csat >= 44 && csat < 82) return 181;
  if (intent === 'refund' && waitSec >= 278 && waitSec < 576) return 182;
  if (language === 'fr' && intent === 'complaint' && csat >= 52 && csat < 89) return 183;
  if (language === 'es' && intent === 'network') return 184;
  if (tier === 'bronze' && waitSec >= 85 && waitSec < 165) return 185;
  if (intent === 'password' && waitSec >= 377 && waitSec < 445 && csat >= 8 && csat < 36) return 186;
  if (tier === 'bronze' && language === 'en') return 187;
  if (waitSec >= 190 && waitSec < 469 && csat >= 8 && csat < 50) return 188;
  if (tier === 'gold' && csat >= 44 && csat < 61) return 189;
  if (language === 'ja' && waitSec >= 197 && waitSec < 348) return 190;
  if (language === 'fr' && waitSec >= 54 && waitSec < 188 && csat >= 12 && csat < 61) return 191;
  if (csat >= 10 && csat < 42) return 192;
  if (tier === 'bronze' && waitSec >= 140 && waitSec < 279) return 193;
  if (tier === 'silver' && intent === 'upgrade' && waitSec >= 111 && waitSec < 354) return 194;
  if (intent === 'complaint' && waitSec >= 285 && waitSec < 389) return 195;
  if (language === 'en') return 196;
  if (
    tier === 'silver' &&
    intent === 'shipping' &&
    waitSec >= 224 &&
    waitSec < 413 &&
    csat >= 26 &&
    csat < 60
  )
    return 197;
  if (csat >= 18 && csat < 38) return 198;
  if (tier === 'bronze') return 199;
  return -1;
}
