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

/** W1, a function for each rule. */
export const W1: readonly ((facts: Utterance) => boolean)[] = [
  ({ text }) => text.includes('invoice') || text.includes('billing') || text.includes('charge'),
  ({ text }) => text.includes('refund') || text.includes('money back') || text.includes('reimburse'),
  ({ text }) => text.includes('cancel') || text.includes('terminate') || text.includes('close my account'),
  ({ text }) => text.includes('fraud') || text.includes('stolen') || text.includes('unauthori'),
  ({ text }) => text.includes('error') || text.includes('crash') || text.includes('not working'),
  ({ text }) => text.includes('outage') || text.includes('no signal') || text.includes('slow internet'),
  ({ text }) => text.includes('password') || text.includes('locked out') || text.includes('reset my'),
  ({ text }) => text.includes('delivery') || text.includes('shipping') || text.includes('tracking'),
  ({ text }) => text.includes('return') || text.includes('exchange') || text.includes('wrong item'),
  ({ text }) => text.includes('upgrade') || text.includes('new plan') || text.includes('premium'),
  ({ text }) => text.includes('buy') || text.includes('purchase') || text.includes('pricing'),
  ({ text }) => text.includes('complaint') || text.includes('supervisor') || text.includes('unacceptable'),
  ({ text }) => text.includes('appointment') || text.includes('schedule') || text.includes('technician'),
  ({ text }) => text.includes('warranty') || text.includes('guarantee') || text.includes('repair'),
  ({ text }) => text.includes('payment') || text.includes('credit card') || text.includes('declined'),
  ({ text }) => text.includes('roaming') || text.includes('abroad') || text.includes('travel'),
  ({ text }) =>
    text.includes('port my number') || text.includes('switch provider') || text.includes('transfer number'),
  ({ text }) => text.includes('address') || text.includes('moving') || text.includes('relocat'),
  ({ text }) => text.includes('contract') || text.includes('agreement') || text.includes('terms'),
  ({ text }) => text.includes('survey') || text.includes('feedback') || text.includes('rating'),
];

/** W2, a function for each rule. */
export const W2: readonly ((facts: Thresholds) => boolean)[] = [
  ({ sentiment, turns, waitSec, queueDepth }) =>
    (waitSec < 115 || turns > 29) && queueDepth < 14 && sentiment <= -70 && (waitSec <= 184 || waitSec > 430),
  ({ confidence, sentiment, turns }) =>
    (turns < 11 && turns < 13 && confidence <= 4) || (sentiment < -57 && !(turns < 0) && turns <= 11),
  ({ confidence, sentiment, turns, queueDepth }) =>
    confidence <= 20 && !(queueDepth < 23 || turns > 32) && sentiment <= -49,
  ({ confidence, waitSec, queueDepth }) =>
    waitSec > 468 &&
    (queueDepth < 18 || (queueDepth <= 18 && confidence < 62) || waitSec < 126) &&
    confidence >= 17,
  ({ confidence, turns, waitSec }) =>
    (turns <= 9 || waitSec > 425) && turns > 27 && turns >= 21 && (turns > 30 || confidence > 75),
  ({ sentiment, turns, waitSec }) =>
    (waitSec > 454 && sentiment < -59 && waitSec <= 538) ||
    (waitSec >= 390 && !(turns >= 3) && sentiment <= -42),
  ({ turns, queueDepth }) => queueDepth >= 61 && !(turns < 10 || queueDepth > 58) && turns >= 27,
  ({ confidence, sentiment, waitSec, queueDepth, repeats }) =>
    repeats <= 2 &&
    (waitSec <= 104 || (confidence > 65 && waitSec < 61) || sentiment < -48) &&
    queueDepth < 43,
  ({ confidence, sentiment, turns }) =>
    (turns <= 6 || turns >= 29) && confidence <= 15 && turns > 8 && (confidence <= 20 || sentiment >= 53),
  ({ confidence, waitSec, queueDepth, repeats }) =>
    (repeats <= 2 && confidence >= 65 && confidence < 5) ||
    (waitSec > 419 && !(queueDepth >= 60) && queueDepth <= 16),
  ({ turns, queueDepth, repeats }) => repeats >= 7 && !(queueDepth >= 63 || turns >= 32) && queueDepth >= 67,
  ({ confidence, turns, waitSec }) =>
    waitSec >= 471 && (waitSec > 498 || (turns <= 6 && turns > 12) || confidence > 68) && waitSec > 357,
  ({ confidence, sentiment, turns, queueDepth, repeats }) =>
    (turns < 12 || sentiment >= 50) &&
    confidence <= 16 &&
    confidence > 66 &&
    (repeats < 3 || queueDepth > 64),
  ({ sentiment, turns, waitSec, queueDepth, repeats }) =>
    (repeats >= 8 && waitSec > 458 && turns < 24) || (sentiment < -55 && !(queueDepth > 10) && turns <= 13),
  ({ sentiment, turns, waitSec, repeats }) =>
    turns >= 33 && !(sentiment <= -66 || waitSec >= 473) && repeats >= 7,
  ({ turns, waitSec, queueDepth, repeats }) =>
    turns >= 31 && (waitSec >= 478 || (waitSec < 192 && waitSec <= 118) || repeats >= 8) && queueDepth >= 30,
  ({ confidence, turns, waitSec, repeats }) =>
    (confidence <= 30 || waitSec <= 158) &&
    repeats >= 7 &&
    waitSec < 118 &&
    (turns >= 34 || confidence <= 29),
  ({ confidence, sentiment, turns, waitSec }) =>
    (waitSec <= 113 && turns <= 7 && waitSec < 415) ||
    (sentiment < -32 && !(confidence >= 34) && sentiment >= 48),
  ({ confidence, repeats }) => repeats > 7 && !(repeats <= 3 || repeats >= 7) && confidence <= 25,
  ({ sentiment, turns, waitSec, repeats }) =>
    turns <= 7 && (waitSec < 192 || (sentiment < -70 && sentiment < 76) || repeats <= 2) && waitSec < 226,
  ({ turns, waitSec, repeats }) =>
    (waitSec >= 502 || repeats <= 2) && repeats <= 2 && repeats >= 5 && (turns >= 28 || turns <= 13),
  ({ confidence, sentiment, waitSec, repeats }) =>
    (sentiment < -67 && sentiment < -68 && confidence > 53) ||
    (confidence < 20 && !(repeats > 7) && waitSec < 157),
  ({ sentiment, turns, queueDepth, repeats }) =>
    queueDepth > 63 && !(turns > 33 || sentiment > 45) && repeats <= 3,
  ({ sentiment, turns, queueDepth }) =>
    turns >= 26 && (turns > 27 || (turns > 32 && queueDepth < 16) || turns > 26) && sentiment > 62,
  ({ confidence, turns, queueDepth, repeats }) =>
    (confidence >= 69 || repeats >= 8) && repeats >= 8 && queueDepth <= 67 && (turns < 10 || turns >= 27),
  ({ confidence, sentiment, waitSec, queueDepth }) =>
    (confidence > 81 && waitSec <= 122 && queueDepth <= 57) ||
    (queueDepth <= 16 && !(queueDepth >= 16) && sentiment <= -51),
  ({ confidence, sentiment, waitSec, repeats }) =>
    repeats >= 7 && !(confidence > 78 || waitSec > 432) && sentiment > 31,
  ({ confidence, sentiment, waitSec, queueDepth }) =>
    confidence < 29 &&
    (waitSec > 391 || (sentiment < -35 && queueDepth > 74) || queueDepth < 26) &&
    queueDepth <= 12,
  ({ sentiment, turns, waitSec, repeats }) =>
    (sentiment > 55 || repeats > 8) && turns <= 11 && turns <= 3 && (repeats > 7 || waitSec < 174),
  ({ confidence, sentiment, waitSec, queueDepth, repeats }) =>
    (repeats <= 3 && queueDepth >= 58 && sentiment < -92) ||
    (waitSec < 138 && !(confidence <= 99) && queueDepth <= 14),
  ({ confidence, turns, repeats }) => repeats < 3 && !(confidence >= 73 || turns >= 29) && confidence <= 27,
  ({ sentiment, turns, waitSec, queueDepth }) =>
    turns >= 28 && (waitSec <= 129 || (turns > 27 && turns >= 27) || sentiment > 36) && queueDepth >= 34,
  ({ sentiment, turns, waitSec, repeats }) =>
    (sentiment < -68 || turns > 29) && waitSec >= 461 && waitSec <= 338 && (repeats < 3 || repeats > 8),
  ({ sentiment, turns, queueDepth, repeats }) =>
    (queueDepth > 68 && sentiment < -58 && repeats <= 1) || (queueDepth > 66 && !(turns < 18) && repeats < 2),
  ({ sentiment, turns, waitSec }) => turns < 10 && !(waitSec < 136 || sentiment < -60) && waitSec > 478,
  ({ confidence, sentiment, turns, queueDepth, repeats }) =>
    sentiment > 61 && (queueDepth < 18 || (repeats >= 8 && confidence > 68) || repeats < 2) && turns <= 38,
  ({ confidence, sentiment, turns, waitSec, repeats }) =>
    (sentiment >= 52 || confidence >= 73) && repeats > 8 && repeats > 9 && (turns >= 32 || waitSec >= 502),
  ({ confidence, turns, waitSec }) =>
    (waitSec > 430 && turns <= 14 && waitSec > 546) ||
    (confidence >= 67 && !(turns < 38) && confidence >= 68),
  ({ turns, waitSec, queueDepth }) => waitSec > 504 && !(queueDepth <= 27 || queueDepth <= 21) && turns > 27,
  ({ sentiment, turns, queueDepth, repeats }) =>
    queueDepth >= 56 && (repeats < 2 || (turns > 27 && repeats > 3) || repeats > 8) && sentiment >= 73,
  ({ confidence, sentiment, turns, waitSec, queueDepth }) =>
    (sentiment > 46 || turns >= 30) &&
    waitSec <= 196 &&
    queueDepth >= 52 &&
    (confidence < 21 || confidence > 80),
  ({ confidence, turns, waitSec, queueDepth }) =>
    (waitSec >= 493 && turns <= 13 && queueDepth < 51) ||
    (waitSec < 202 && !(confidence <= 86) && waitSec < 161),
  ({ sentiment, queueDepth, repeats }) =>
    sentiment < -63 && !(repeats < 2 || queueDepth > 55) && queueDepth < 15,
  ({ confidence, sentiment, queueDepth }) =>
    queueDepth < 13 &&
    (sentiment < -40 || (confidence >= 70 && queueDepth < 72) || queueDepth <= 16) &&
    queueDepth >= 72,
  ({ sentiment, turns, queueDepth, repeats }) =>
    (queueDepth >= 66 || queueDepth >= 55) && repeats > 7 && repeats >= 4 && (turns < 8 || sentiment <= -47),
  ({ confidence, turns, waitSec, queueDepth, repeats }) =>
    (repeats > 8 && queueDepth >= 67 && turns > 26) ||
    (confidence >= 69 && !(waitSec >= 283) && queueDepth <= 19),
  ({ turns, queueDepth, repeats }) => queueDepth > 63 && !(repeats > 7 || queueDepth >= 52) && turns < 8,
  ({ sentiment, turns, waitSec, repeats }) =>
    turns < 9 && (repeats <= 3 || (repeats > 7 && waitSec > 351) || turns <= 13) && sentiment < -4,
  ({ confidence, turns, queueDepth, repeats }) =>
    (confidence < 30 || repeats <= 2) && turns < 6 && queueDepth < 3 && (queueDepth > 66 || turns < 11),
  ({ confidence, turns, waitSec, queueDepth }) =>
    (waitSec > 414 && confidence <= 28 && confidence < 4) ||
    (waitSec > 437 && !(queueDepth < 2) && turns <= 14),
  ({ sentiment, turns, waitSec }) => turns >= 32 && !(turns < 7 || sentiment <= -49) && waitSec < 164,
  ({ confidence, sentiment, turns, repeats }) =>
    repeats > 7 &&
    (confidence > 68 || (sentiment > 58 && sentiment >= -48) || sentiment >= 69) &&
    turns <= 25,
  ({ confidence, turns, waitSec, queueDepth }) =>
    (queueDepth <= 24 || waitSec >= 494) &&
    confidence > 81 &&
    confidence < 75 &&
    (turns > 26 || waitSec < 146),
  ({ confidence, sentiment, turns, waitSec, queueDepth }) =>
    (queueDepth <= 25 && sentiment >= 70 && turns <= 17) ||
    (confidence <= 34 && !(queueDepth < 22) && waitSec <= 199),
  ({ confidence, sentiment, turns }) =>
    confidence <= 28 && !(sentiment <= -55 || turns < 9) && confidence > 67,
  ({ confidence, turns, waitSec, queueDepth }) =>
    queueDepth > 55 &&
    (queueDepth >= 54 || (turns >= 33 && waitSec >= 401) || confidence >= 65) &&
    waitSec < 286,
  ({ sentiment, turns, waitSec, queueDepth, repeats }) =>
    (sentiment < -36 || waitSec < 206) && queueDepth > 61 && turns <= 28 && (repeats >= 7 || repeats > 7),
  ({ sentiment, waitSec, queueDepth, repeats }) =>
    (sentiment <= -55 && queueDepth >= 53 && waitSec < 311) ||
    (repeats < 3 && !(queueDepth <= 68) && sentiment < -41),
  ({ confidence, turns, queueDepth }) => queueDepth <= 12 && !(turns < 10 || turns <= 7) && confidence >= 69,
  ({ confidence, sentiment, waitSec, queueDepth }) =>
    queueDepth < 17 &&
    (confidence <= 33 || (sentiment <= -69 && waitSec < 285) || sentiment <= -63) &&
    confidence > 100,
];

/** W3, a function for each rule. */
export const W3: readonly ((facts: Cells) => boolean)[] = [
  ({ tier, intent, waitSec, csat }) =>
    tier === 'bronze' && intent === 'shipping' && waitSec >= 210 && waitSec < 360 && csat >= 53 && csat < 77,
  ({ language, intent, waitSec, csat }) =>
    language === 'ja' && intent === 'billing' && waitSec >= 249 && waitSec < 433 && csat >= 35 && csat < 61,
  ({ tier, language, intent, waitSec, csat }) =>
    tier === 'bronze' &&
    language === 'ja' &&
    intent === 'complaint' &&
    waitSec >= 240 &&
    waitSec < 364 &&
    csat >= 31 &&
    csat < 57,
  ({ tier, language, intent, csat }) =>
    tier === 'bronze' && language === 'fr' && intent === 'technical' && csat >= 20 && csat < 60,
  ({ tier, language, intent, waitSec, csat }) =>
    tier === 'platinum' &&
    language === 'fr' &&
    intent === 'network' &&
    waitSec >= 102 &&
    waitSec < 319 &&
    csat >= 24 &&
    csat < 41,
  ({ tier, language, intent, csat }) =>
    tier === 'bronze' && language === 'es' && intent === 'fraud' && csat >= 68 && csat < 118,
  ({ tier, language, intent, waitSec, csat }) =>
    tier === 'platinum' &&
    language === 'es' &&
    intent === 'returns' &&
    waitSec >= 55 &&
    waitSec < 326 &&
    csat >= 36 &&
    csat < 56,
  ({ tier, language, intent, waitSec, csat }) =>
    tier === 'gold' &&
    language === 'en' &&
    intent === 'sales' &&
    waitSec >= 114 &&
    waitSec < 332 &&
    csat >= 55 &&
    csat < 77,
  ({ tier, intent, csat }) => tier === 'silver' && intent === 'complaint' && csat >= 57 && csat < 90,
  ({ language, intent, waitSec, csat }) =>
    language === 'es' && intent === 'upgrade' && waitSec >= 56 && waitSec < 225 && csat >= 24 && csat < 43,
  ({ tier, language, intent, waitSec, csat }) =>
    tier === 'silver' &&
    language === 'ja' &&
    intent === 'fraud' &&
    waitSec >= 272 &&
    waitSec < 478 &&
    csat >= 7 &&
    csat < 42,
  ({ tier, language, intent, waitSec, csat }) =>
    tier === 'platinum' &&
    language === 'fr' &&
    intent === 'refund' &&
    waitSec >= 34 &&
    waitSec < 193 &&
    csat >= 30 &&
    csat < 47,
  ({ tier, language, intent, waitSec, csat }) =>
    tier === 'silver' &&
    language === 'pt' &&
    intent === 'network' &&
    waitSec >= 212 &&
    waitSec < 287 &&
    csat >= 54 &&
    csat < 84,
  ({ tier, language, intent, waitSec, csat }) =>
    tier === 'gold' &&
    language === 'pt' &&
    intent === 'returns' &&
    waitSec >= 309 &&
    waitSec < 541 &&
    csat >= 50 &&
    csat < 67,
  ({ tier, language, intent, waitSec }) =>
    tier === 'bronze' && language === 'pt' && intent === 'shipping' && waitSec >= 382 && waitSec < 513,
  ({ tier, intent, waitSec, csat }) =>
    tier === 'platinum' &&
    intent === 'shipping' &&
    waitSec >= 117 &&
    waitSec < 367 &&
    csat >= 59 &&
    csat < 79,
  ({ waitSec, csat }) => waitSec >= 325 && waitSec < 518 && csat >= 19 && csat < 41,
  ({ tier, language, intent, waitSec, csat }) =>
    tier === 'silver' &&
    language === 'es' &&
    intent === 'refund' &&
    waitSec >= 309 &&
    waitSec < 592 &&
    csat >= 27 &&
    csat < 58,
  ({ tier, language, intent, waitSec, csat }) =>
    tier === 'gold' &&
    language === 'fr' &&
    intent === 'password' &&
    waitSec >= 105 &&
    waitSec < 271 &&
    csat >= 45 &&
    csat < 89,
  ({ intent, waitSec, csat }) =>
    intent === 'shipping' && waitSec >= 80 && waitSec < 169 && csat >= 40 && csat < 56,
  ({ tier, language, intent, waitSec, csat }) =>
    tier === 'platinum' &&
    language === 'es' &&
    intent === 'network' &&
    waitSec >= 173 &&
    waitSec < 262 &&
    csat >= 11 &&
    csat < 56,
  ({ tier, language, waitSec, csat }) =>
    tier === 'platinum' && language === 'ja' && waitSec >= 62 && waitSec < 193 && csat >= 23 && csat < 69,
  ({ tier, intent, waitSec, csat }) =>
    tier === 'bronze' && intent === 'complaint' && waitSec >= 198 && waitSec < 314 && csat >= 35 && csat < 59,
  ({ tier, language, intent, waitSec, csat }) =>
    tier === 'platinum' &&
    language === 'fr' &&
    intent === 'complaint' &&
    waitSec >= 230 &&
    waitSec < 414 &&
    csat >= 24 &&
    csat < 66,
  ({ tier, language, intent, waitSec, csat }) =>
    tier === 'bronze' &&
    language === 'ja' &&
    intent === 'password' &&
    waitSec >= 143 &&
    waitSec < 402 &&
    csat >= 35 &&
    csat < 67,
  ({ tier, language, intent, waitSec }) =>
    tier === 'gold' && language === 'pt' && intent === 'sales' && waitSec >= 2 && waitSec < 98,
  ({ tier, language, intent, waitSec, csat }) =>
    tier === 'platinum' &&
    language === 'en' &&
    intent === 'password' &&
    waitSec >= 176 &&
    waitSec < 282 &&
    csat >= 2 &&
    csat < 49,
  ({ tier, language, intent, waitSec, csat }) =>
    tier === 'bronze' &&
    language === 'es' &&
    intent === 'sales' &&
    waitSec >= 14 &&
    waitSec < 177 &&
    csat >= 42 &&
    csat < 80,
  ({ tier, language, waitSec, csat }) =>
    tier === 'platinum' && language === 'es' && waitSec >= 382 && waitSec < 678 && csat >= 46 && csat < 74,
  ({ tier, intent, csat }) => tier === 'silver' && intent === 'sales' && csat >= 43 && csat < 82,
  ({ tier, intent, waitSec }) =>
    tier === 'silver' && intent === 'complaint' && waitSec >= 130 && waitSec < 289,
  ({ intent, waitSec }) => intent === 'sales' && waitSec >= 75 && waitSec < 325,
  ({ tier, intent, waitSec, csat }) =>
    tier === 'bronze' && intent === 'returns' && waitSec >= 280 && waitSec < 532 && csat >= 49 && csat < 80,
  ({ tier, language, intent, csat }) =>
    tier === 'silver' && language === 'es' && intent === 'fraud' && csat >= 47 && csat < 88,
  ({ tier, language, intent, waitSec, csat }) =>
    tier === 'platinum' &&
    language === 'es' &&
    intent === 'technical' &&
    waitSec >= 287 &&
    waitSec < 513 &&
    csat >= 52 &&
    csat < 91,
  ({ tier, intent, waitSec, csat }) =>
    tier === 'gold' && intent === 'refund' && waitSec >= 24 && waitSec < 320 && csat >= 23 && csat < 44,
  ({ tier, language, intent, waitSec, csat }) =>
    tier === 'silver' &&
    language === 'fr' &&
    intent === 'cancel' &&
    waitSec >= 112 &&
    waitSec < 236 &&
    csat >= 7 &&
    csat < 23,
  ({ tier, language, csat }) => tier === 'platinum' && language === 'en' && csat >= 0 && csat < 33,
  ({ tier, language, intent, csat }) =>
    tier === 'silver' && language === 'es' && intent === 'network' && csat >= 69 && csat < 119,
  ({ language, intent, csat }) => language === 'fr' && intent === 'complaint' && csat >= 3 && csat < 38,
  ({ tier, language, intent, waitSec, csat }) =>
    tier === 'gold' &&
    language === 'ja' &&
    intent === 'returns' &&
    waitSec >= 121 &&
    waitSec < 284 &&
    csat >= 38 &&
    csat < 68,
  ({ tier, language, waitSec, csat }) =>
    tier === 'silver' && language === 'fr' && waitSec >= 16 && waitSec < 76 && csat >= 24 && csat < 68,
  ({ tier, language, intent, waitSec, csat }) =>
    tier === 'bronze' &&
    language === 'de' &&
    intent === 'billing' &&
    waitSec >= 167 &&
    waitSec < 272 &&
    csat >= 35 &&
    csat < 55,
  ({ tier, intent }) => tier === 'silver' && intent === 'shipping',
  ({ tier, language, intent, waitSec, csat }) =>
    tier === 'silver' &&
    language === 'es' &&
    intent === 'sales' &&
    waitSec >= 375 &&
    waitSec < 464 &&
    csat >= 30 &&
    csat < 55,
  ({ tier, language, intent, waitSec }) =>
    tier === 'bronze' && language === 'en' && intent === 'cancel' && waitSec >= 69 && waitSec < 135,
  ({ language, intent, waitSec }) =>
    language === 'de' && intent === 'upgrade' && waitSec >= 85 && waitSec < 194,
  ({ tier, language, intent }) => tier === 'gold' && language === 'ja' && intent === 'network',
  ({ tier, intent, waitSec, csat }) =>
    tier === 'silver' && intent === 'upgrade' && waitSec >= 108 && waitSec < 234 && csat >= 54 && csat < 91,
  ({ tier, language, intent, csat }) =>
    tier === 'platinum' && language === 'en' && intent === 'returns' && csat >= 36 && csat < 54,
  ({ tier, language, waitSec, csat }) =>
    tier === 'bronze' && language === 'ja' && waitSec >= 59 && waitSec < 153 && csat >= 68 && csat < 92,
  ({ tier, language, intent, waitSec, csat }) =>
    tier === 'bronze' &&
    language === 'pt' &&
    intent === 'refund' &&
    waitSec >= 145 &&
    waitSec < 403 &&
    csat >= 32 &&
    csat < 47,
  ({ tier, language, waitSec, csat }) =>
    tier === 'silver' && language === 'fr' && waitSec >= 135 && waitSec < 429 && csat >= 5 && csat < 21,
  ({ language, intent, csat }) => language === 'pt' && intent === 'complaint' && csat >= 58 && csat < 105,
  ({ tier, language, waitSec, csat }) =>
    tier === 'platinum' && language === 'ja' && waitSec >= 179 && waitSec < 357 && csat >= 49 && csat < 95,
  ({ tier, intent, waitSec, csat }) =>
    tier === 'gold' && intent === 'technical' && waitSec >= 303 && waitSec < 439 && csat >= 24 && csat < 43,
  ({ tier }) => tier === 'gold',
  ({ tier, language, intent }) => tier === 'bronze' && language === 'en' && intent === 'network',
  ({ tier, language, intent, csat }) =>
    tier === 'bronze' && language === 'fr' && intent === 'cancel' && csat >= 8 && csat < 24,
  ({ tier, language, intent }) => tier === 'platinum' && language === 'en' && intent === 'cancel',
  ({ tier, language, intent, waitSec, csat }) =>
    tier === 'bronze' &&
    language === 'ja' &&
    intent === 'returns' &&
    waitSec >= 253 &&
    waitSec < 434 &&
    csat >= 47 &&
    csat < 93,
  ({ tier, language, intent, waitSec, csat }) =>
    tier === 'platinum' &&
    language === 'en' &&
    intent === 'cancel' &&
    waitSec >= 344 &&
    waitSec < 469 &&
    csat >= 57 &&
    csat < 82,
  ({ tier, intent, waitSec, csat }) =>
    tier === 'gold' && intent === 'returns' && waitSec >= 321 && waitSec < 487 && csat >= 25 && csat < 59,
  ({ language, waitSec, csat }) =>
    language === 'en' && waitSec >= 303 && waitSec < 529 && csat >= 18 && csat < 59,
  ({ tier, intent, waitSec, csat }) =>
    tier === 'bronze' && intent === 'refund' && waitSec >= 128 && waitSec < 384 && csat >= 67 && csat < 95,
  ({ tier, language, intent, waitSec, csat }) =>
    tier === 'gold' &&
    language === 'pt' &&
    intent === 'billing' &&
    waitSec >= 184 &&
    waitSec < 334 &&
    csat >= 28 &&
    csat < 47,
  ({ tier, language, intent, csat }) =>
    tier === 'platinum' && language === 'de' && intent === 'shipping' && csat >= 2 && csat < 50,
  ({ language, intent, waitSec, csat }) =>
    language === 'fr' && intent === 'sales' && waitSec >= 230 && waitSec < 306 && csat >= 4 && csat < 27,
  ({ tier, language, intent, waitSec, csat }) =>
    tier === 'bronze' &&
    language === 'es' &&
    intent === 'cancel' &&
    waitSec >= 42 &&
    waitSec < 137 &&
    csat >= 42 &&
    csat < 72,
  ({ language, waitSec, csat }) =>
    language === 'es' && waitSec >= 20 && waitSec < 210 && csat >= 54 && csat < 77,
  ({ waitSec, csat }) => waitSec >= 300 && waitSec < 518 && csat >= 21 && csat < 49,
  ({ tier, intent, waitSec }) =>
    tier === 'silver' && intent === 'password' && waitSec >= 313 && waitSec < 389,
  ({ language, intent, waitSec, csat }) =>
    language === 'ja' && intent === 'billing' && waitSec >= 20 && waitSec < 230 && csat >= 59 && csat < 76,
  ({ tier, language, csat }) => tier === 'silver' && language === 'de' && csat >= 28 && csat < 46,
  ({ language, intent, waitSec, csat }) =>
    language === 'ja' && intent === 'billing' && waitSec >= 67 && waitSec < 306 && csat >= 53 && csat < 93,
  ({ tier, language, intent, waitSec, csat }) =>
    tier === 'gold' &&
    language === 'en' &&
    intent === 'complaint' &&
    waitSec >= 251 &&
    waitSec < 463 &&
    csat >= 33 &&
    csat < 81,
  ({ tier, language, waitSec, csat }) =>
    tier === 'silver' && language === 'ja' && waitSec >= 134 && waitSec < 282 && csat >= 49 && csat < 80,
  ({ tier, csat }) => tier === 'platinum' && csat >= 63 && csat < 81,
  ({ tier, language, intent, csat }) =>
    tier === 'silver' && language === 'de' && intent === 'billing' && csat >= 22 && csat < 48,
  ({ tier, language, intent, waitSec, csat }) =>
    tier === 'bronze' &&
    language === 'de' &&
    intent === 'refund' &&
    waitSec >= 250 &&
    waitSec < 379 &&
    csat >= 35 &&
    csat < 78,
  ({ tier, language, intent, waitSec, csat }) =>
    tier === 'gold' &&
    language === 'es' &&
    intent === 'complaint' &&
    waitSec >= 225 &&
    waitSec < 445 &&
    csat >= 35 &&
    csat < 55,
  ({ tier, language, intent, waitSec, csat }) =>
    tier === 'platinum' &&
    language === 'pt' &&
    intent === 'refund' &&
    waitSec >= 124 &&
    waitSec < 305 &&
    csat >= 38 &&
    csat < 82,
  ({ tier, language, intent, waitSec, csat }) =>
    tier === 'gold' &&
    language === 'ja' &&
    intent === 'network' &&
    waitSec >= 294 &&
    waitSec < 481 &&
    csat >= 28 &&
    csat < 73,
  ({ tier, language, intent, csat }) =>
    tier === 'bronze' && language === 'en' && intent === 'refund' && csat >= 37 && csat < 68,
  ({ tier, language, intent }) => tier === 'silver' && language === 'fr' && intent === 'technical',
  ({ intent, waitSec }) => intent === 'fraud' && waitSec >= 353 && waitSec < 440,
  ({ tier, language, waitSec, csat }) =>
    tier === 'bronze' && language === 'de' && waitSec >= 371 && waitSec < 487 && csat >= 4 && csat < 22,
  ({ intent, waitSec, csat }) =>
    intent === 'cancel' && waitSec >= 0 && waitSec < 154 && csat >= 67 && csat < 91,
  ({ tier, language, intent, waitSec, csat }) =>
    tier === 'silver' &&
    language === 'de' &&
    intent === 'fraud' &&
    waitSec >= 98 &&
    waitSec < 175 &&
    csat >= 37 &&
    csat < 53,
  ({ language, intent, csat }) => language === 'es' && intent === 'returns' && csat >= 59 && csat < 108,
  ({ tier, language, intent, waitSec, csat }) =>
    tier === 'gold' &&
    language === 'en' &&
    intent === 'complaint' &&
    waitSec >= 311 &&
    waitSec < 581 &&
    csat >= 1 &&
    csat < 25,
  ({ tier, language, waitSec }) =>
    tier === 'platinum' && language === 'pt' && waitSec >= 270 && waitSec < 484,
  ({ language, intent, csat }) => language === 'fr' && intent === 'complaint' && csat >= 32 && csat < 59,
  ({ tier, language, intent, csat }) =>
    tier === 'gold' && language === 'de' && intent === 'network' && csat >= 46 && csat < 83,
  ({ tier, language, waitSec, csat }) =>
    tier === 'bronze' && language === 'ja' && waitSec >= 259 && waitSec < 427 && csat >= 61 && csat < 103,
  ({ tier }) => tier === 'gold',
  ({ tier, intent, waitSec, csat }) =>
    tier === 'gold' && intent === 'cancel' && waitSec >= 388 && waitSec < 474 && csat >= 62 && csat < 97,
  ({ language, intent, waitSec, csat }) =>
    language === 'en' && intent === 'upgrade' && waitSec >= 19 && waitSec < 161 && csat >= 69 && csat < 96,
  ({ tier, csat }) => tier === 'bronze' && csat >= 47 && csat < 81,
  ({ tier, language }) => tier === 'silver' && language === 'es',
  ({ tier, language, waitSec, csat }) =>
    tier === 'silver' && language === 'ja' && waitSec >= 130 && waitSec < 237 && csat >= 12 && csat < 27,
  ({ tier, language, csat }) => tier === 'bronze' && language === 'de' && csat >= 70 && csat < 114,
  ({ language, intent }) => language === 'en' && intent === 'cancel',
  ({ tier, language, intent }) => tier === 'silver' && language === 'es' && intent === 'sales',
  ({ tier, csat }) => tier === 'platinum' && csat >= 8 && csat < 42,
  ({ language, intent, waitSec }) =>
    language === 'fr' && intent === 'shipping' && waitSec >= 75 && waitSec < 249,
  ({ tier, language, intent, waitSec, csat }) =>
    tier === 'platinum' &&
    language === 'ja' &&
    intent === 'technical' &&
    waitSec >= 352 &&
    waitSec < 542 &&
    csat >= 53 &&
    csat < 75,
  ({ tier, intent, waitSec }) =>
    tier === 'silver' && intent === 'password' && waitSec >= 129 && waitSec < 222,
  ({ tier, language, intent, waitSec, csat }) =>
    tier === 'platinum' &&
    language === 'en' &&
    intent === 'upgrade' &&
    waitSec >= 235 &&
    waitSec < 514 &&
    csat >= 53 &&
    csat < 78,
  ({ tier, language }) => tier === 'bronze' && language === 'pt',
  ({ tier, csat }) => tier === 'bronze' && csat >= 21 && csat < 70,
  ({ tier, language, intent }) => tier === 'bronze' && language === 'fr' && intent === 'technical',
  ({ language, intent, waitSec, csat }) =>
    language === 'ja' && intent === 'network' && waitSec >= 150 && waitSec < 234 && csat >= 43 && csat < 93,
  ({ tier, csat }) => tier === 'gold' && csat >= 41 && csat < 65,
  ({ language }) => language === 'fr',
  ({ tier, language, intent, waitSec, csat }) =>
    tier === 'bronze' &&
    language === 'de' &&
    intent === 'network' &&
    waitSec >= 151 &&
    waitSec < 299 &&
    csat >= 16 &&
    csat < 44,
  ({ tier, language, intent }) => tier === 'silver' && language === 'pt' && intent === 'password',
  ({ intent, waitSec, csat }) =>
    intent === 'fraud' && waitSec >= 120 && waitSec < 384 && csat >= 32 && csat < 61,
  ({ tier, waitSec }) => tier === 'platinum' && waitSec >= 354 && waitSec < 468,
  ({ language, intent, waitSec, csat }) =>
    language === 'en' && intent === 'fraud' && waitSec >= 72 && waitSec < 180 && csat >= 46 && csat < 69,
  ({ tier, language, waitSec, csat }) =>
    tier === 'bronze' && language === 'fr' && waitSec >= 151 && waitSec < 444 && csat >= 42 && csat < 72,
  ({ tier, intent, waitSec, csat }) =>
    tier === 'silver' && intent === 'complaint' && waitSec >= 161 && waitSec < 261 && csat >= 4 && csat < 50,
  ({ tier }) => tier === 'bronze',
  ({ language, waitSec, csat }) =>
    language === 'de' && waitSec >= 248 && waitSec < 528 && csat >= 37 && csat < 72,
  ({ tier, language, waitSec, csat }) =>
    tier === 'gold' && language === 'en' && waitSec >= 68 && waitSec < 323 && csat >= 15 && csat < 38,
  ({ tier, intent, csat }) => tier === 'silver' && intent === 'technical' && csat >= 67 && csat < 106,
  ({ intent, waitSec, csat }) =>
    intent === 'password' && waitSec >= 390 && waitSec < 504 && csat >= 39 && csat < 81,
  ({ tier }) => tier === 'silver',
  ({ intent, waitSec }) => intent === 'shipping' && waitSec >= 72 && waitSec < 242,
  ({ tier, intent, csat }) => tier === 'silver' && intent === 'billing' && csat >= 54 && csat < 89,
  ({ language, intent, waitSec, csat }) =>
    language === 'fr' && intent === 'returns' && waitSec >= 398 && waitSec < 590 && csat >= 60 && csat < 94,
  ({ language, intent }) => language === 'fr' && intent === 'cancel',
  ({ tier, language }) => tier === 'silver' && language === 'es',
  ({ language }) => language === 'pt',
  ({ csat }) => csat >= 37 && csat < 74,
  ({ language, intent, waitSec, csat }) =>
    language === 'en' && intent === 'shipping' && waitSec >= 250 && waitSec < 475 && csat >= 32 && csat < 72,
  ({ tier, language, intent, waitSec }) =>
    tier === 'platinum' && language === 'fr' && intent === 'sales' && waitSec >= 214 && waitSec < 423,
  ({ language, intent }) => language === 'es' && intent === 'shipping',
  ({ tier, language, intent, waitSec, csat }) =>
    tier === 'silver' &&
    language === 'pt' &&
    intent === 'shipping' &&
    waitSec >= 341 &&
    waitSec < 455 &&
    csat >= 26 &&
    csat < 46,
  ({ tier, language, intent }) => tier === 'gold' && language === 'es' && intent === 'upgrade',
  ({ language, intent }) => language === 'ja' && intent === 'password',
  ({ language, csat }) => language === 'pt' && csat >= 8 && csat < 49,
  ({ tier, waitSec }) => tier === 'silver' && waitSec >= 178 && waitSec < 321,
  ({ tier }) => tier === 'bronze',
  ({ tier, intent }) => tier === 'gold' && intent === 'complaint',
  ({ tier, language, waitSec, csat }) =>
    tier === 'platinum' && language === 'ja' && waitSec >= 272 && waitSec < 419 && csat >= 19 && csat < 55,
  ({ language, intent, waitSec, csat }) =>
    language === 'pt' && intent === 'technical' && waitSec >= 138 && waitSec < 325 && csat >= 17 && csat < 62,
  ({ language, waitSec }) => language === 'pt' && waitSec >= 343 && waitSec < 506,
  ({ waitSec }) => waitSec >= 3 && waitSec < 278,
  ({ language, intent }) => language === 'en' && intent === 'upgrade',
  ({ tier, intent }) => tier === 'platinum' && intent === 'refund',
  ({ tier, language }) => tier === 'bronze' && language === 'de',
  ({ waitSec }) => waitSec >= 69 && waitSec < 131,
  ({ tier, intent, waitSec }) => tier === 'gold' && intent === 'fraud' && waitSec >= 69 && waitSec < 130,
  ({ language, waitSec }) => language === 'pt' && waitSec >= 135 && waitSec < 398,
  ({ intent, waitSec }) => intent === 'fraud' && waitSec >= 295 && waitSec < 575,
  ({ tier }) => tier === 'gold',
  ({ language }) => language === 'fr',
  ({ tier, intent, waitSec }) =>
    tier === 'platinum' && intent === 'upgrade' && waitSec >= 80 && waitSec < 293,
  ({ tier, waitSec, csat }) => tier === 'silver' && waitSec >= 221 && waitSec < 463 && csat >= 0 && csat < 23,
  ({ tier }) => tier === 'silver',
  ({ tier, language, intent, csat }) =>
    tier === 'gold' && language === 'ja' && intent === 'refund' && csat >= 34 && csat < 70,
  ({ waitSec }) => waitSec >= 54 && waitSec < 216,
  ({ tier, intent, waitSec }) =>
    tier === 'platinum' && intent === 'returns' && waitSec >= 48 && waitSec < 241,
  ({ intent, waitSec, csat }) =>
    intent === 'shipping' && waitSec >= 289 && waitSec < 531 && csat >= 39 && csat < 80,
  ({ tier }) => tier === 'platinum',
  ({ tier, language, waitSec, csat }) =>
    tier === 'silver' && language === 'ja' && waitSec >= 77 && waitSec < 210 && csat >= 26 && csat < 65,
  ({ tier, language, intent, waitSec }) =>
    tier === 'silver' && language === 'en' && intent === 'cancel' && waitSec >= 97 && waitSec < 229,
  ({ tier, language, waitSec }) => tier === 'gold' && language === 'ja' && waitSec >= 154 && waitSec < 436,
  ({ language, waitSec, csat }) =>
    language === 'pt' && waitSec >= 178 && waitSec < 318 && csat >= 62 && csat < 97,
  ({ csat }) => csat >= 20 && csat < 53,
  ({ tier, language }) => tier === 'gold' && language === 'en',
  ({ tier, language, intent }) => tier === 'gold' && language === 'de' && intent === 'upgrade',
  ({ language, waitSec, csat }) =>
    language === 'pt' && waitSec >= 251 && waitSec < 513 && csat >= 48 && csat < 95,
  ({ tier, intent, csat }) => tier === 'bronze' && intent === 'shipping' && csat >= 56 && csat < 73,
  ({ intent, csat }) => intent === 'sales' && csat >= 45 && csat < 60,
  ({ tier, csat }) => tier === 'gold' && csat >= 1 && csat < 29,
  ({ waitSec }) => waitSec >= 70 && waitSec < 363,
  ({ intent, csat }) => intent === 'refund' && csat >= 59 && csat < 83,
  ({ tier, waitSec }) => tier === 'bronze' && waitSec >= 207 && waitSec < 391,
  ({ language, intent }) => language === 'es' && intent === 'cancel',
  ({ intent, waitSec, csat }) =>
    intent === 'refund' && waitSec >= 172 && waitSec < 287 && csat >= 44 && csat < 82,
  ({ intent, waitSec }) => intent === 'refund' && waitSec >= 278 && waitSec < 576,
  ({ language, intent, csat }) => language === 'fr' && intent === 'complaint' && csat >= 52 && csat < 89,
  ({ language, intent }) => language === 'es' && intent === 'network',
  ({ tier, waitSec }) => tier === 'bronze' && waitSec >= 85 && waitSec < 165,
  ({ intent, waitSec, csat }) =>
    intent === 'password' && waitSec >= 377 && waitSec < 445 && csat >= 8 && csat < 36,
  ({ tier, language }) => tier === 'bronze' && language === 'en',
  ({ waitSec, csat }) => waitSec >= 190 && waitSec < 469 && csat >= 8 && csat < 50,
  ({ tier, csat }) => tier === 'gold' && csat >= 44 && csat < 61,
  ({ language, waitSec }) => language === 'ja' && waitSec >= 197 && waitSec < 348,
  ({ language, waitSec, csat }) =>
    language === 'fr' && waitSec >= 54 && waitSec < 188 && csat >= 12 && csat < 61,
  ({ csat }) => csat >= 10 && csat < 42,
  ({ tier, waitSec }) => tier === 'bronze' && waitSec >= 140 && waitSec < 279,
  ({ tier, intent, waitSec }) => tier === 'silver' && intent === 'upgrade' && waitSec >= 111 && waitSec < 354,
  ({ intent, waitSec }) => intent === 'complaint' && waitSec >= 285 && waitSec < 389,
  ({ language }) => language === 'en',
  ({ tier, intent, waitSec, csat }) =>
    tier === 'silver' && intent === 'shipping' && waitSec >= 224 && waitSec < 413 && csat >= 26 && csat < 60,
  ({ csat }) => csat >= 18 && csat < 38,
  ({ tier }) => tier === 'bronze',
];
