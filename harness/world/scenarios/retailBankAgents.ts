import type { AgentModel, ShiftModel } from '../scenario.ts';

/** Turns on the queues; the rest of the day people do other work. A break that cannot be taken in time is lost. */
const shifts = {
  early: { from: '07:50', to: '11:30', breaks: [{ at: '09:45', minutes: 15 }] },
  morning: { from: '09:00', to: '13:00', breaks: [{ at: '11:00', minutes: 15 }] },
  core: {
    from: '09:30',
    to: '17:00',
    breaks: [
      { at: '12:00', minutes: 30 },
      { at: '15:00', minutes: 15 },
    ],
  },
  midday: { from: '11:15', to: '15:15', breaks: [{ at: '13:15', minutes: 15 }] },
  afternoon: { from: '13:15', to: '17:00', breaks: [{ at: '15:15', minutes: 15 }] },
  late: { from: '15:00', to: '18:45', breaks: [{ at: '17:00', minutes: 15 }] },
  evening: { from: '16:45', to: '20:15', breaks: [{ at: '18:30', minutes: 15 }] },
} satisfies Record<string, ShiftModel>;

/** One line a person: turn, queues and skills by proficiency, languages, true and observed satisfaction, pace. */
function person(
  number: number,
  shift: keyof typeof shifts,
  skills: Readonly<Record<string, number>>,
  languages: Readonly<Record<string, number>>,
  satisfaction: number,
  surveys: { readonly csat?: number; readonly csatSurveys?: number },
  pace: number,
): AgentModel {
  const queues = Object.keys(skills).filter((skill) => skill !== 'Fraud');
  const id = `agent-${String(number).padStart(2, '0')}`;
  return { id, shift: shifts[shift], queues, skills, languages, satisfaction, ...surveys, pace };
}

/**
 * The people of the retail bank, all made up. Surveys are few for some and many for others, so that a mean of two is not
 * worth a mean of eighty; proficiencies, languages and pace differ enough that it matters who is chosen.
 */
// prettier-ignore
export const retailBankAgents: readonly AgentModel[] = [
  person(1, 'early', { Cards: 5, Payments: 3, Fraud: 2 }, { 'en-US': 4 }, 79, { csat: 78.2, csatSurveys: 85 }, 1.13),
  person(2, 'early', { Cards: 4, General: 2, Fraud: 2 }, { 'en-US': 4 }, 81, { csat: 76.8, csatSurveys: 2 }, 0.99),
  person(3, 'early', { Mortgages: 4, General: 3 }, { 'en-US': 5 }, 66, { csat: 62.6, csatSurveys: 85 }, 0.97),
  person(4, 'early', { Payments: 4, General: 2 }, { 'en-US': 3, 'es-US': 3 }, 77, { csat: 65.7, csatSurveys: 4 }, 0.96),
  person(5, 'early', { Cards: 4, Fraud: 3 }, { 'en-US': 5, 'es-US': 3 }, 80, { csat: 80.8, csatSurveys: 9 }, 0.85),
  person(6, 'early', { Cards: 5, Payments: 4, General: 4, Fraud: 3 }, { 'en-US': 4 }, 78, { csat: 82.4, csatSurveys: 9 }, 1.05),
  person(7, 'early', { Mortgages: 5, Payments: 3 }, { 'en-US': 5 }, 69, { csat: 74.5, csatSurveys: 2 }, 1.09),
  person(8, 'early', { Cards: 5, Payments: 3 }, { 'en-US': 5 }, 83, {}, 1.05),
  person(9, 'morning', { Cards: 5, Payments: 3 }, { 'en-US': 5 }, 77, { csat: 74.5, csatSurveys: 48 }, 0.94),
  person(10, 'morning', { Mortgages: 4, General: 3 }, { 'en-US': 5, 'es-US': 5 }, 88, { csat: 89.1, csatSurveys: 85 }, 1.22),
  person(11, 'morning', { Cards: 5, General: 4 }, { 'en-US': 5 }, 77, {}, 1.1),
  person(12, 'core', { Cards: 4, General: 4, Fraud: 4 }, { 'en-US': 3, 'es-US': 5 }, 76, { csat: 79.3, csatSurveys: 31 }, 0.93),
  person(13, 'core', { Mortgages: 4, Payments: 4 }, { 'en-US': 5 }, 64, { csat: 62.0, csatSurveys: 31 }, 1.06),
  person(14, 'core', { Payments: 5, General: 3 }, { 'en-US': 5 }, 74, { csat: 75.8, csatSurveys: 31 }, 0.98),
  person(15, 'midday', { Cards: 4, Payments: 3, Fraud: 3 }, { 'en-US': 4, 'es-US': 4 }, 80, { csat: 86.7, csatSurveys: 4 }, 0.9),
  person(16, 'midday', { Mortgages: 5, General: 3 }, { 'en-US': 5 }, 81, { csat: 84.2, csatSurveys: 60 }, 0.95),
  person(17, 'midday', { Cards: 4, General: 4 }, { 'en-US': 5 }, 80, { csat: 76.9, csatSurveys: 31 }, 0.89),
  person(18, 'midday', { Cards: 5, Payments: 2, General: 3, Fraud: 3 }, { 'en-US': 5 }, 83, { csat: 92.4, csatSurveys: 4 }, 1.1),
  person(19, 'afternoon', { Cards: 4, Payments: 2, Fraud: 2 }, { 'en-US': 5 }, 76, { csat: 74.5, csatSurveys: 9 }, 0.95),
  person(20, 'afternoon', { Mortgages: 5, General: 3 }, { 'en-US': 5, 'es-US': 4 }, 75, { csat: 98.4, csatSurveys: 2 }, 0.75),
  person(21, 'afternoon', { Cards: 5, General: 4, Fraud: 2 }, { 'en-US': 4, 'es-US': 3 }, 78, { csat: 67.7, csatSurveys: 4 }, 0.92),
  person(22, 'afternoon', { Payments: 5 }, { 'en-US': 4 }, 78, { csat: 81.4, csatSurveys: 60 }, 0.9),
  person(23, 'late', { Cards: 5, Payments: 2 }, { 'en-US': 5 }, 63, { csat: 62.0, csatSurveys: 22 }, 1.02),
  person(24, 'late', { Cards: 5, General: 3 }, { 'en-US': 4 }, 69, { csat: 73.1, csatSurveys: 9 }, 0.82),
  person(25, 'late', { Mortgages: 4, General: 3 }, { 'en-US': 5 }, 67, {}, 1.01),
  person(26, 'late', { Payments: 5, General: 4 }, { 'en-US': 5, 'es-US': 3 }, 85, { csat: 83.9, csatSurveys: 22 }, 1.11),
  person(27, 'late', { Mortgages: 4, Payments: 2 }, { 'en-US': 4 }, 76, { csat: 76.6, csatSurveys: 48 }, 1.08),
  person(28, 'late', { Cards: 4, Fraud: 4 }, { 'en-US': 5, 'es-US': 3 }, 83, { csat: 87.1, csatSurveys: 9 }, 0.93),
  person(29, 'evening', { Cards: 5, Payments: 2 }, { 'en-US': 5, 'es-US': 4 }, 79, { csat: 77.8, csatSurveys: 2 }, 0.93),
  person(30, 'evening', { Mortgages: 4, General: 2 }, { 'en-US': 4 }, 71, { csat: 65.6, csatSurveys: 4 }, 0.88),
  person(31, 'evening', { Cards: 5, Payments: 3, General: 3, Fraud: 3 }, { 'en-US': 4 }, 72, {}, 1.06),
  person(32, 'evening', { Cards: 4, Fraud: 3 }, { 'en-US': 5 }, 67, { csat: 68.9, csatSurveys: 9 }, 0.93),
  person(33, 'evening', { Mortgages: 5, Payments: 3 }, { 'en-US': 3, 'es-US': 5 }, 73, { csat: 71.7, csatSurveys: 31 }, 1.02),
  person(34, 'evening', { Cards: 5, General: 4 }, { 'en-US': 5 }, 76, { csat: 79.1, csatSurveys: 31 }, 0.78),
  person(35, 'evening', { Payments: 4, General: 3 }, { 'en-US': 5 }, 64, { csat: 62.8, csatSurveys: 4 }, 0.84),
  person(36, 'evening', { Cards: 4, General: 3, Fraud: 2 }, { 'en-US': 3, 'es-US': 3 }, 70, { csat: 67.4, csatSurveys: 60 }, 0.97),
];
