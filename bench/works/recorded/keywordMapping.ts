import type { SkillMapping } from '../../../engine/decisions/skills/skillMapping.ts';
import { factCatalogue } from '../../../engine/facts/catalogue.ts';
import { checkedRules } from '../checkedRules.ts';

/** Twenty intents of the recorded bank's customers and the words they are known by; the first in the list wins. */
const intents: readonly (readonly [intent: string, keywords: readonly string[]])[] = [
  ['suspicious_transaction', ['did not make', 'bought a phone', 'no conozco', 'yo no hice']],
  ['lost_or_stolen_card', ['lost my card', 'stolen', 'somebody took', 'robaron', 'perdido']],
  ['card_arrival', ['new card', 'ordered a card', 'tarjeta nueva']],
  ['card_declined', ['declined', 'refused', 'terminal', 'rechazaron']],
  ['card_payment_fee_charged', ['fee', 'charged extra', 'comisión']],
  ['pin_change', ['PIN']],
  ['cash_withdrawal_charge', ['withdrawal', 'cash', 'efectivo', 'cajero']],
  ['direct_debit_refund', ['direct debit', 'refund', 'devuelvan']],
  ['standing_order_change', ['standing order', 'monthly transfer', 'orden permanente']],
  ['failed_transfer', ['transfer failed', 'rejected', 'came back', 'falló']],
  ['transfer_timing', ['transfer', 'sent money', 'transferencia']],
  ['beneficiary_not_allowed', ['payee', 'pay this person', 'beneficiario']],
  ['mortgage_rate_change', ['rate', 'tasa']],
  ['mortgage_payment_holiday', ['mortgage payment', 'pause my mortgage', 'pagar la hipoteca']],
  ['mortgage_statement', ['statement', 'owe on the house', 'hipoteca']],
  ['balance_question', ['balance', 'savings account', 'saldo']],
  ['change_address', ['address', 'moved', 'dirección']],
  ['open_account', ['open an account', 'second account', 'abrir una cuenta']],
  ['branch_hours', ['branch', 'Saturday', 'sucursal']],
  ['passcode_forgotten', ['passcode', 'locked me out', 'log in', 'clave']],
];

const rules = checkedRules(
  intents.map(([intent, words]) => ({
    name: intent,
    when: {
      any: [
        ...words.map((value) => ({ fact: 'utterance', operator: 'containsWord', value })),
        { fact: 'intent', operator: 'containsWord', value: intent },
      ],
    },
  })),
  factCatalogue,
);

/** A skill for each of twenty intents, whether the customer's words or the bot's name give it away. */
export const keywordMapping: SkillMapping = {
  kind: 'SkillMapping',
  name: 'keywords-to-skills',
  appliesTo: {},
  missing: {},
  mappings: rules.map((rule) => ({ ...rule, assign: { skills: [rule.name] } })),
};
