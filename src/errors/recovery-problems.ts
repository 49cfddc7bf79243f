import { entry } from './problem-text';

/** Codes of claims, of money of defendants, and of what goes out of it again. */
export const RECOVERY_PROBLEMS = {
  ALLOCATION_EXCEEDS_DEBT: entry(
    '分配金额超过该付款人在该判项上所欠金额',
    '请核对 item、part 下的所欠金额（most）后重新分配；各项合计不得超过到账金额。',
    'More is allocated than the payer owes there',
    'What can be allocated is under most; all parts together are at most what came in.',
  ),
  CUSTODY_SHORT: entry(
    '代管专户中该案款项不足',
    '判决变更前已付出的款项尚未追回，可用金额见 available；请先登记追回款（deficit_recovery），再办理付款。',
    'The custody account has less money of the case',
    'Money that was paid out before a judgment changed is not back yet; available is what there is. Record what comes back (deficit_recovery) first.',
  ),
  DEFICIT_EXCEEDED: entry(
    '追回金额超过尚未追回的金额',
    '尚未追回的金额见 available；只追回已从代管专户付出的款项。',
    'More comes back than is missing',
    'available is what is missing; only what went out of the custody account comes back to it.',
  ),
  ENFORCEMENT_DEFERRED: entry(
    '该被告已由法院暂缓执行',
    '暂缓执行期间（见 from、until）不催告；期限届满仍未履行的，再行催告或申请恢复执行。',
    'Enforcement against the defendant is deferred',
    'Nothing is demanded between from and until; after that, demand it or have enforcement resumed.',
  ),
  NOTHING_TO_DEMAND: entry(
    '该被告没有逾期未付的款项',
    '催告函只催告已到期未付的款项，请核对履行期限和已收金额。',
    'The defendant owes nothing that is overdue',
    'A letter demands what is overdue only; look at the due days and at what was received.',
  ),
  PAY_OUT_NOT_POSTED: entry(
    '该笔付款尚未记账',
    '请稍候，记账完成后再登记退汇；长时间未记账的，请查看待处理队列。',
    'The payment is not posted yet',
    'Wait until it is, then record that it came back; if it stays so, look at the queue.',
  ),
  PAY_OUT_RETURNED: entry(
    '该笔付款已登记退汇',
    '已登记的内容见 recorded；每笔付款只退汇一次。',
    'It is recorded already that the payment came back',
    'What was recorded is under recorded; a payment comes back once.',
  ),
  PAY_OUT_TO_GET_BACK: entry(
    '该笔付款已因判决变更列为应追回款项',
    '退回的款项请通过“追回已付款项”登记，对应的应追回款项见 deficit。',
    'The payment is among what is to be got back since the judgment changed',
    'Record what came back as money that is got back; what it belongs to is under deficit.',
  ),
  PAYEE_ACCOUNT_OTHER: entry(
    '收款账户不属于该收款人',
    '应收款人见 payee，账户户名见 holder。请选择其本人（本单位）已批准的账户。',
    'The account is not that of whoever is to be paid',
    'Whom it is for is under payee, whose account it is under holder; choose an account of its own.',
  ),
  RECEIPT_DAY_WRONG: entry(
    '到账日期晚于今天',
    '请按银行回单填写实际到账日期，最晚日期见 latest。',
    'The money is said to have come after today',
    'Enter the day on which the bank received it, at latest the one under latest.',
  ),
  RECEIPT_NOT_POSTED: entry(
    '该笔执行款尚未记账',
    '请稍候，记账完成后再办理；长时间未记账的，请查看待处理队列。',
    'The receipt is not posted yet',
    'Wait until it is; if it stays so, look at the queue.',
  ),
  RECEIPT_PAID_OUT: entry(
    '该笔执行款已有款项付出，不能整笔收回',
    '已付出的项目见 standsInTheWay，请先追回相应款项。',
    'Money of the receipt was paid out already',
    'What stands in the way is under standsInTheWay; get that back first.',
  ),
  RECEIPT_REVERSED: entry(
    '该笔执行款已冲回',
    '每笔执行款只冲回一次，请查看冲回记录。',
    'The receipt was taken back already',
    'It is taken back once; look at the record.',
  ),
  REMINDER_DAY_WRONG: entry(
    '提醒日期须晚于今天',
    '请填写今天以后的日期，或留空由系统按 15 个工作日计算。',
    'The reminder is not after today',
    'Choose a later day, or leave it empty for 15 working days.',
  ),
  RECEIPT_UNDER_OTHERS: entry(
    '其后到账的款项已清偿该笔所固定的迟延利息',
    '请先冲回 later 所列的后到账款项，再冲回本笔。',
    'Later receipts paid interest that this one fixed',
    'Take back those under later first, and then this one.',
  ),
} as const;
