import { entry } from './problem-text';

/** Codes of payment orders and of what is settled with receipts. */
export const PAYMENT_PROBLEMS = {
  PAYEE_ACCOUNT_CHANGED: entry(
    '收款账户在批准后已变更',
    '批准时的账户已不是该收款人当前有效账户。请核实变更，按新账户重新申请审批；原批准不得付往新账户。',
    'The payee’s account has changed since the approval',
    'The account that was approved is no longer the payee’s current one. Verify the change and ask for approval with the new account; this approval does not pay to it.',
  ),
  GLYPH_MISSING: entry(
    '打印件含有无法打印的字符',
    '字体缺少所列字符，见 characters。请核对名称、开户银行和用途；确为生僻字的，请核实替代写法后更正。',
    'The paper has characters that cannot be printed',
    'The font lacks those under characters. Check the names, the bank and the purpose.',
  ),
  INVOICE_DIFFERS: entry(
    '该发票已登记，所填内容与登记不一致',
    '请核对开票日期、价税合计和开票方税号，见 recorded。',
    'The invoice is on record with other facts',
    'Compare the date, the total and the issuer’s tax number with what is under recorded.',
  ),
  INVOICE_RED: entry(
    '红字发票不能用于核销',
    '红字发票冲减原发票，不是支出凭证。请上传对应的蓝字发票；原发票已被冲红的，该笔支出不予核销。',
    'A red invoice settles nothing',
    'It takes an earlier invoice back. Upload the invoice that stands; what was taken back is not settled.',
  ),
  INVOICE_TOO_SMALL: entry(
    '核销金额超过电子发票的价税合计',
    '电子发票的价税合计见 total。请核对本次核销金额，或补充其他票据。',
    'More is to be settled than the e-invoice is made out for',
    'Its total is under total. Compare the amount, or add another receipt.',
  ),
  NO_PAYMENT_WAITS: entry(
    '该付款单没有待付款的明细',
    '各笔均已有结果。已付、退回和结果不明的付款不得再次发送。',
    'No payment of this order waits',
    'Each has an outcome. What was paid, came back or has an unknown outcome is not sent again.',
  ),
  RECEIPTS_WAITING: entry(
    '该费用尚有待核销的票据',
    '请先逐条核销或退回已提交的票据，再通知退回余款。',
    'Receipts of this cost wait to be decided',
    'Accept or reject what was submitted first; then demand the rest back.',
  ),
  REFUND_DUTY_DECIDED: entry(
    '已核销费用的一部分已判归或由专项资金承担',
    '该部分不能一并责令退还，请先核对判决和承担记录。',
    'A part of the settled costs was granted or is borne by the fund',
    'It cannot be demanded back with the rest; look at the judgment and at what the fund bears.',
  ),
  REMINDED_TODAY: entry(
    '今日已催退',
    '每日至多催退一次，请明日再试。',
    'A reminder was recorded today',
    'There is at most one a day; try again tomorrow.',
  ),
  PAYMENT_CLOSED: entry(
    '该笔付款已退回，不再变更',
    '如需再付，请另制付款单。',
    'The payment came back and is closed',
    'To pay again, make another payment order.',
  ),
  PAYMENT_DAY_WRONG: entry(
    '日期不在允许范围内',
    '日期不早于付款单日期，不晚于今天，见 earliest 和 latest。',
    'The day is out of range',
    'It is not before the order and not after today: see earliest and latest.',
  ),
  PAYMENT_REASON_REQUIRED: entry(
    '须说明如何核实',
    '该笔付款曾记为结果不明，请在 reason 中写明向银行核实的情况后再登记。',
    'Say how it was found out',
    'The outcome was recorded as unknown; say under reason what the bank confirmed.',
  ),
  PAYMENT_RECORDED_OTHERWISE: entry(
    '该笔付款的结果已按其他日期或流水号登记',
    '请核对已登记的结果，见 recorded。',
    'The result was recorded with another day or reference',
    'Compare what was recorded, under recorded.',
  ),
  PAYMENT_UNRESOLVED: entry(
    '该费用有结果不明的付款，不得重付',
    '请先向银行查明并登记原付款的结果（已付或退回），再制付款单。',
    'A payment of this cost has an unknown outcome and is not sent again',
    'Ask the bank first, and record that the payment was made or came back; then make a new order.',
  ),
  TRANCHE_EXCEEDED: entry(
    '超过可付给社会组织的首期款',
    '付给组织的费用首期不超过 70%，已付部分全部核销后方可支付余款。现可支付金额见 payable。',
    'More than the first tranche to an organization',
    'It gets at most 70 % at first, and the rest once all that was paid is settled. What may be paid now is under payable.',
  ),
} as const;
