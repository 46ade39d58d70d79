import type { SurvivalPoint } from '../random/distribution.ts';

/**
 * Figures of a real contact centre, computed from its log: the "Anonymous Bank" call-centre data (I. Guedj and
 * A. Mandelbaum, Technion 2000), February 1999, 33,344 calls less 278 marked PHANTOM. Only these summary figures are
 * kept here; spec/harness/world/calibration.spec.ts computes them again where the log is at hand.
 * The shapes (Poisson arrivals with a rate by time of day and more variance than that, log-normal service times by type
 * of service, patience from abandonments censored by answers) are those of Brown, Gans, Mandelbaum, Sakov, Shen, Zeltyn
 * and Zhao 2005, "Statistical analysis of a telephone call center: a queueing-science perspective", JASA 100:36–50.
 */
export const anonymousBank = {
  /** Calls on one of the 20 working days (Sunday to Thursday), mean. */
  callsPerWorkingDay: 1513.85,
  /**
   * Share of a working day's calls from 08:00 to 20:00 that enter the voice unit in each half hour, by `vru_entry`.
   */
  halfHourSharesFrom8To20: [
    0.0293, 0.0472, 0.0394, 0.0477, 0.0511, 0.0492, 0.0469, 0.0438, 0.0371, 0.0384, 0.0522, 0.0445, 0.0462,
    0.0462, 0.0451, 0.046, 0.0472, 0.046, 0.041, 0.0349, 0.0352, 0.0318, 0.028, 0.0255,
  ],
  /**
   * Shape of a gamma-distributed rate: m²/(v − m) of the counts of one half hour over the working days, the median of
   * the 24 half hours from 08:00 to 20:00. The median, because two days on which the centre was flooded would rule a mean.
   */
  rateShape: 27.57,
  /** By `type`: PS regular business, NW prospective customers, NE stock exchange, IN internet banking. */
  services: {
    PS: {
      service: { mu: 4.8741, sigma: 0.8744 },
      patience: survival(0.974, 0.923, 0.858, 0.767, 0.607, 0.484),
    },
    NW: {
      service: { mu: 4.2852, sigma: 0.9154 },
      patience: survival(0.926, 0.818, 0.705, 0.564, 0.313, 0.137),
    },
    NE: {
      service: { mu: 5.2534, sigma: 0.9694 },
      patience: survival(0.994, 0.968, 0.919, 0.851, 0.712, 0.29),
    },
    IN: {
      service: { mu: 5.133, sigma: 1.0454 },
      patience: survival(0.99, 0.961, 0.862, 0.774, 0.573, 0.215),
    },
  },
} as const satisfies AnonymousBank;

/** One type of service. */
interface ServiceFigures {
  /**
   * Mean and standard deviation of the logarithm of `ser_time`, in seconds, over answered calls longer than 10 s:
   * shorter ones are mostly agents hanging up (Brown et al. 2005, §4).
   */
  readonly service: { readonly mu: number; readonly sigma: number };
  /** Kaplan–Meier curve of `q_time` over calls with `q_time` > 0: HANG is an end, AGENT a censoring. */
  readonly patience: readonly SurvivalPoint[];
}

interface AnonymousBank {
  readonly callsPerWorkingDay: number;
  readonly halfHourSharesFrom8To20: readonly number[];
  readonly rateShape: number;
  readonly services: Readonly<Record<string, ServiceFigures>>;
}

/** Shares still waiting after 10, 30, 60, 120, 300 and 600 seconds. */
function survival(...surviving: readonly number[]): readonly SurvivalPoint[] {
  return [10, 30, 60, 120, 300, 600].map((seconds, index) => ({ seconds, surviving: surviving[index]! }));
}
