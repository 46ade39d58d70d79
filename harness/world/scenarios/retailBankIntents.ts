import type { IntentModel } from '../scenario.ts';

/** What customers of the retail bank want. Names and texts were written for this scenario; shares are assumptions. */
export const retailBankIntents: readonly IntentModel[] = [
  {
    name: 'card_arrival',
    share: 9,
    queue: 'Cards',
    requiredSkills: ['Cards'],
    botSettles: 0.45,
    utterances: {
      'en-US': [
        'Where is my new card?',
        'I ordered a card two weeks ago and nothing has come.',
        'When will my card get here?',
      ],
      'es-US': ['¿Dónde está mi tarjeta nueva?', 'Pedí una tarjeta hace dos semanas y no llega.'],
    },
  },
  {
    name: 'lost_or_stolen_card',
    share: 5,
    queue: 'Cards',
    requiredSkills: ['Cards', 'Fraud'],
    priority: 'urgent',
    botSettles: 0.08,
    utterances: {
      'en-US': [
        'I lost my card somewhere in town.',
        'My wallet was stolen, please block my card.',
        'My card is gone and I think somebody took it.',
      ],
      'es-US': ['He perdido mi tarjeta.', 'Me robaron la cartera, bloqueen mi tarjeta.'],
    },
  },
  {
    name: 'card_declined',
    share: 9,
    queue: 'Cards',
    requiredSkills: ['Cards'],
    botSettles: 0.26,
    utterances: {
      'en-US': [
        'My card was declined at the grocery store.',
        'Why does the terminal refuse my card?',
        'Payment refused again, and there is money on the account.',
      ],
      'es-US': ['Me rechazaron la tarjeta en la tienda.', '¿Por qué no funciona mi tarjeta?'],
    },
  },
  {
    name: 'card_payment_fee_charged',
    share: 6,
    queue: 'Cards',
    requiredSkills: ['Cards'],
    botSettles: 0.3,
    utterances: {
      'en-US': [
        'There is a fee on my card payment I do not understand.',
        'Why was I charged extra for paying by card?',
      ],
      'es-US': ['Me cobraron una comisión por pagar con tarjeta.', '¿De qué es este cargo en mi tarjeta?'],
    },
  },
  {
    name: 'pin_change',
    share: 5,
    queue: 'Cards',
    requiredSkills: ['Cards'],
    priority: 'low',
    botSettles: 0.56,
    utterances: {
      'en-US': ['How do I change my PIN?', 'I want another PIN for my card.'],
      'es-US': ['¿Cómo cambio mi PIN?', 'Quiero otro PIN para mi tarjeta.'],
    },
  },
  {
    name: 'cash_withdrawal_charge',
    share: 4,
    queue: 'Cards',
    requiredSkills: ['Cards'],
    botSettles: 0.34,
    utterances: {
      'en-US': ['The machine took three dollars for a withdrawal.', 'Why do I pay for taking out cash?'],
      'es-US': ['El cajero me cobró por sacar dinero.', '¿Por qué pago por retirar efectivo?'],
    },
  },
  {
    name: 'suspicious_transaction',
    share: 4,
    queue: 'Cards',
    requiredSkills: ['Cards', 'Fraud'],
    priority: 'urgent',
    botSettles: 0.04,
    utterances: {
      'en-US': [
        'There is a payment here that I did not make.',
        'Somebody bought a phone with my account.',
        'I do not know this shop and never paid there.',
      ],
      'es-US': ['Hay un pago que yo no hice.', 'No conozco esta compra.'],
    },
  },
  {
    name: 'transfer_timing',
    share: 8,
    queue: 'Payments',
    requiredSkills: ['Payments'],
    botSettles: 0.45,
    utterances: {
      'en-US': [
        'How long does a transfer take?',
        'I sent money yesterday, when does it arrive?',
        'My transfer is still pending.',
      ],
      'es-US': ['¿Cuánto tarda una transferencia?', 'Mi transferencia sigue pendiente.'],
    },
  },
  {
    name: 'failed_transfer',
    share: 7,
    queue: 'Payments',
    requiredSkills: ['Payments'],
    priority: 'high',
    botSettles: 0.19,
    utterances: {
      'en-US': [
        'My transfer failed and the money is gone.',
        'The rent did not go out, the transfer came back.',
        'Transfer rejected, what now?',
      ],
      'es-US': ['Mi transferencia falló y el dinero no está.', 'Me devolvieron la transferencia.'],
    },
  },
  {
    name: 'direct_debit_refund',
    share: 5,
    queue: 'Payments',
    requiredSkills: ['Payments'],
    botSettles: 0.19,
    utterances: {
      'en-US': ['I want a direct debit back.', 'The gym took money after I cancelled, please refund it.'],
      'es-US': ['Quiero que me devuelvan un recibo.', 'El gimnasio me cobró después de darme de baja.'],
    },
  },
  {
    name: 'standing_order_change',
    share: 4,
    queue: 'Payments',
    requiredSkills: ['Payments'],
    priority: 'low',
    botSettles: 0.41,
    utterances: {
      'en-US': [
        'I need to change the amount of a standing order.',
        'Please stop my monthly transfer to savings.',
      ],
      'es-US': ['Quiero cambiar una orden permanente.'],
    },
  },
  {
    name: 'beneficiary_not_allowed',
    share: 3,
    queue: 'Payments',
    requiredSkills: ['Payments'],
    botSettles: 0.26,
    utterances: {
      'en-US': ['It will not let me add a payee.', 'Why can I not pay this person?'],
      'es-US': ['No me deja agregar un beneficiario.'],
    },
  },
  {
    name: 'mortgage_rate_change',
    share: 5,
    queue: 'Mortgages',
    requiredSkills: ['Mortgages'],
    botSettles: 0.11,
    utterances: {
      'en-US': ['What happens to my rate next month?', 'My fixed rate ends soon, what are my options?'],
      'es-US': ['¿Qué pasa con mi tasa el mes que viene?', 'Se termina mi tasa fija, ¿qué opciones tengo?'],
    },
  },
  {
    name: 'mortgage_payment_holiday',
    share: 3,
    queue: 'Mortgages',
    requiredSkills: ['Mortgages'],
    priority: 'high',
    botSettles: 0.08,
    utterances: {
      'en-US': [
        'I cannot make the mortgage payment this month.',
        'Is there a way to pause my mortgage for a while?',
      ],
      'es-US': ['No puedo pagar la hipoteca este mes.'],
    },
  },
  {
    name: 'mortgage_statement',
    share: 3,
    queue: 'Mortgages',
    requiredSkills: ['Mortgages'],
    priority: 'low',
    botSettles: 0.38,
    utterances: {
      'en-US': [
        'I need a statement of my mortgage for the tax office.',
        'How much do I still owe on the house?',
      ],
      'es-US': ['Necesito un estado de mi hipoteca.'],
    },
  },
  {
    name: 'balance_question',
    share: 9,
    queue: 'General',
    requiredSkills: ['General'],
    botSettles: 0.56,
    utterances: {
      'en-US': ['What is my balance?', 'How much is in my savings account?', 'My balance looks wrong to me.'],
      'es-US': ['¿Cuál es mi saldo?', 'Mi saldo no me cuadra.'],
    },
  },
  {
    name: 'change_address',
    share: 6,
    queue: 'General',
    requiredSkills: ['General'],
    priority: 'low',
    botSettles: 0.45,
    utterances: {
      'en-US': ['I have moved and need to change my address.', 'New address, where do I enter it?'],
      'es-US': ['Me he mudado y quiero cambiar mi dirección.'],
    },
  },
  {
    name: 'open_account',
    share: 5,
    queue: 'General',
    requiredSkills: ['General'],
    botSettles: 0.26,
    utterances: {
      'en-US': ['I would like to open an account for my daughter.', 'What do I need for a second account?'],
      'es-US': ['Quiero abrir una cuenta.'],
    },
  },
  {
    name: 'branch_hours',
    share: 3,
    queue: 'General',
    requiredSkills: ['General'],
    priority: 'low',
    botSettles: 0.64,
    utterances: {
      'en-US': ['When does the branch on Main Street open?', 'Are you open on Saturday?'],
      'es-US': ['¿A qué hora abre la sucursal?'],
    },
  },
  {
    name: 'passcode_forgotten',
    share: 6,
    queue: 'General',
    requiredSkills: ['General'],
    botSettles: 0.38,
    utterances: {
      'en-US': ['I forgot my passcode and the app has locked me out.', 'I cannot log in any more.'],
      'es-US': ['Olvidé mi clave y no puedo entrar.'],
    },
  },
];
