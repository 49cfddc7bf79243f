/** The languages of the product: Chinese first. */
export type Language = 'zh' | 'en';

/** What a refusal says to a person, in both languages. */
export interface ProblemText {
  readonly title: Readonly<Record<Language, string>>;
  /** What the person can do now. */
  readonly remedy: Readonly<Record<Language, string>>;
}

const entry = (zh: string, zhRemedy: string, en: string, enRemedy: string): ProblemText => ({
  title: { zh, en },
  remedy: { zh: zhRemedy, en: enRemedy },
});

/** Every code a caller can meet. A code never changes its meaning. */
export const PROBLEMS = {
  ABSORB_EXCEEDS_SETTLED: entry(
    '承担金额超过可承担的已核销费用',
    '请核对该费用的已核销、已判归和已承担金额后重新填写。',
    'More than the settled cost that is left to bear',
    'Check what of the cost is settled, granted and already borne, and enter less.',
  ),
  ACCEPTANCE_MISSING: entry(
    '缺少验收报告或效果评估报告',
    '最后一期付款前，请先登记验收报告和效果评估报告。',
    'Acceptance or effect evaluation is missing',
    'Record both the acceptance and the effect evaluation before the last milestone is paid.',
  ),
  ALREADY_AWARDED: entry(
    '本案已核定奖励',
    '每案只核定一次奖励，请查看已有的奖励。',
    'The case has its award already',
    'A case has one award; look at the one that was decided.',
  ),
  ALREADY_DECIDED: entry(
    '该申请已作出决定',
    '无需重复审批，请刷新查看结果。',
    'The application was decided already',
    'Nothing is left to decide; look at the result.',
  ),
  ALREADY_PAID: entry(
    '该笔款项已支付',
    '请勿重复支付，请查看付款记录。',
    'It was paid already',
    'Do not pay twice; look at the payment.',
  ),
  ALREADY_REVERSED: entry(
    '该凭证已冲销',
    '一张凭证只能冲销一次，请查看冲销凭证。',
    'The journal was reversed already',
    'A journal is reversed once; look at its reversal.',
  ),
  AMOUNT_INVALID: entry(
    '金额格式不正确或不大于零',
    '请输入大于 0 的元金额，最多两位小数，如 1234.56，不含千分位、符号或空格。',
    'The amount is not a positive amount of yuan',
    'Enter yuan above 0 with at most two decimals, such as 1234.56, without separators, signs or spaces.',
  ),
  AWARD_PRECONDITION: entry(
    '奖励条件尚不具备',
    '请按提示补齐：生效判决、垫付结清、可计奖励金额或已核定的奖励。',
    'A precondition of the award is missing',
    'Complete what is named: an effective judgment, settled advances, an amount to award, or the award itself.',
  ),
  BALANCES_DIFFER: entry(
    '余额与分录不符',
    '请停止记账，请系统管理员将所列科目与备份核对。',
    'A balance is not the sum of its entries',
    'Stop posting, and have the account named compared with a backup.',
  ),
  BOOK_OF_OTHER_KIND: entry(
    '该账套代码已用于另一类账套',
    '沙箱账套与正式账套不能混用，请换一个代码。',
    'The code belongs to a book of the other kind',
    'Sandbox and real books never mix; choose another code.',
  ),
  BUNDLE_INVALID: entry(
    '核验包无法读取或格式不正确',
    '请重新用 fund bundle 导出，或向提供者索取完整的文件。',
    'The bundle cannot be read or has not the right shape',
    'Export it again with `fund bundle`, or ask whoever gave it to you for the whole file.',
  ),
  CAP_EXCEEDED: entry(
    '超过垫付限额',
    '请按提示的限额调减金额。',
    'Above a cap for advances',
    'Reduce the amount to the cap that is named.',
  ),
  CASE_FILE_CHANGED: entry(
    '同一编号的案件文件内容已变更',
    '已回放的案件文件不能更改。请还原文件，或换一个 id 作为新文件回放。',
    'The case file differs from the one replayed under this id',
    'A replayed file is fixed. Restore it, or give the changed file another id.',
  ),
  CASE_FILE_INVALID: entry(
    '案件文件格式不正确',
    '请按所列位置逐项更正后重试；尚未记入任何账目。',
    'The case file does not have the right shape',
    'Mend every fault listed and try again; nothing was posted.',
  ),
  CASE_FILE_NOT_FOUND: entry(
    '找不到案件文件',
    '请检查路径，或确认文件可读。',
    'The case file cannot be read',
    'Check the path and that the file may be read.',
  ),
  CASE_FILE_NOT_JSON: entry(
    '案件文件不是有效的 JSON',
    '请用 UTF-8 编码保存为 JSON；格式见 fund schema。',
    'The case file is not JSON',
    'Save it as JSON in UTF-8; `fund schema` shows the format.',
  ),
  CHECKPOINT_INVALID: entry(
    '检查点文件无法使用',
    '请核对文件是否为本账套检查点的原文，不要改动空格和换行。',
    'The checkpoint file cannot be used',
    'Give the checkpoint of one of these books exactly as it was published, every line break included.',
  ),
  DUPLICATE_BANK_REFERENCE: entry(
    '该银行流水号已入账',
    '请核对是否重复登记同一笔到账。',
    'The bank reference is booked already',
    'Check whether this receipt was recorded before.',
  ),
  DUPLICATE_INVOICE: entry(
    '该发票已用于核销',
    '同一开票方的同一号码只能使用一次，请核对发票。',
    'The invoice was used already',
    'A number of an issuer counts once; check the invoice.',
  ),
  DUPLICATE_REF: entry(
    '编号重复',
    '请换一个未使用的编号。',
    'The reference is taken',
    'Choose a reference that is not in use.',
  ),
  EVENT_OUTCOME_UNEXPECTED: entry(
    '事件结果与案件文件不符',
    '请查看所列事件：应接受的被拒绝，或应拒绝的被接受。更正后请换一个 id 回放。',
    'An event came out otherwise than the file says',
    'Look at the event named: it was refused, or accepted, against the file. Replay the mended file under another id.',
  ),
  GRANT_EXCEEDS_ADVANCE: entry(
    '判归专项资金的费用超过已核销待判费用',
    '请核对判决书金额与已核销的垫付。',
    'The costs granted exceed what was advanced and settled',
    'Compare the judgment with the advances that are settled and undecided.',
  ),
  HOLD_EXPIRED: entry(
    '预留资金已到期',
    '预留已失效，请重新预留后再办理。',
    'The money is no longer set aside',
    'The hold is over; have the money set aside again.',
  ),
  IDEMPOTENCY_KEY_REUSED: entry(
    '幂等键已用于另一请求',
    '请为新的请求使用新的键。',
    'The idempotency key stands for another request',
    'Use a new key for a new request.',
  ),
  INSUFFICIENT_FUNDS: entry(
    '资金池可用数不足',
    '请调整金额，或先申请追加预算。',
    'The pool has not enough money available',
    'Reduce the amount, or have more appropriated first.',
  ),
  INTERNAL_ERROR: entry(
    '系统内部错误',
    '操作未完成，未记入任何账目。请稍后重试；如再次出现，请将请求编号告知管理员。',
    'Something broke on our side',
    'Nothing was recorded. Try again later; if it happens again, tell the administrator the request id.',
  ),
  JOURNAL_NOT_FOUND: entry(
    '找不到该凭证',
    '请核对凭证号和账套。',
    'No such journal',
    'Check the number and the book.',
  ),
  LEDGER_DIFFERS: entry(
    '账簿与封存内容不一致',
    '请立即停止记账并保全数据库、检查点和日志，按所列凭证号与备份比对，并告知审计人员。',
    'The books are not what was sealed',
    'Stop posting, keep the database, the checkpoints and the logs, compare the journal named with a backup, and tell the auditor.',
  ),
  MILESTONE_ORDER: entry(
    '付款期次不符',
    '各期须依次支付，请支付下一期。',
    'The milestone is out of turn',
    'Milestones are paid in turn; pay the next one.',
  ),
  MINUTES_AMOUNT_TOO_LOW: entry(
    '会议纪要金额低于方案金额',
    '请取得金额不低于修复方案的联席会议纪要。',
    'The minutes approve less than the plan',
    'Obtain joint-meeting minutes for at least the amount of the plan.',
  ),
  MINUTES_REQUIRED: entry(
    '须有联席会议纪要',
    '请填写联席会议纪要文号。',
    'Joint-meeting minutes are required',
    'Give the number of the joint-meeting minutes.',
  ),
  MONTH_ALREADY_CLOSED: entry(
    '该月已结账',
    '无需重复结账；如需更正，请由两人反结账。',
    'The month is closed already',
    'Nothing is left to do; to correct it, two people reopen it.',
  ),
  MONTH_HAS_UNPOSTED: entry(
    '该月尚有未记账或记账失败的请求',
    '全部登记入账后方可结账，请先处理所列请求。',
    'Requests of the month wait or have failed',
    'Everything is entered before a month is closed; deal with the requests named first.',
  ),
  MONTH_NOT_CLOSED: entry(
    '该月未结账',
    '只有已结账的月份才能反结账，请核对月份和账套。',
    'The month is not closed',
    'Only a closed month is reopened; check the month and the book.',
  ),
  MONTH_OUT_OF_ORDER: entry(
    '须按月份顺序办理',
    '结账由早到晚，反结账由晚到早，请先处理所列月份。',
    'The month is out of turn',
    'Months close from the earliest on and reopen from the latest back; begin with the month named.',
  ),
  NOT_APPROVED: entry(
    '该申请尚未批准',
    '批准后方可支付。',
    'The application is not approved',
    'It can be paid once it is approved.',
  ),
  NOT_A_DEBTOR: entry(
    '付款人不是本案生效判项的义务人',
    '请核对付款人和案件。',
    'The payer owes nothing under an effective item',
    'Check the payer and the case.',
  ),
  NOT_CONDITIONAL: entry(
    '该判项不附条件，或条件已成就',
    '请核对判项。',
    'The item is not conditional, or its condition has failed already',
    'Check the item.',
  ),
  NOT_FOUND: entry(
    '找不到所指的记录',
    '请核对编号；该记录可能未被受理。',
    'There is no such record',
    'Check the reference; the record may have been refused.',
  ),
  NOT_SETTLEABLE: entry(
    '案件受理费不作票据核销',
    '请用法院退费或专项资金承担处理。',
    'An acceptance fee is not settled with receipts',
    'Record what the court refunds, or what the fund bears.',
  ),
  NOT_SEALED: entry(
    '尚未封存',
    '请稍后再试，或用 fund seal 立即封存；所给大小须为已有的检查点。',
    'It is not sealed yet, or there is no such checkpoint',
    'Try again in a moment, or seal now with `fund seal`; a size must be that of a checkpoint.',
  ),
  NO_SURPLUS: entry(
    '没有应退余款',
    '该费用已全部核销或已通知退回。',
    'There is no surplus',
    'All of it is settled or demanded already.',
  ),
  NOT_READY: entry(
    '服务暂不可用',
    '数据库暂时无法访问，已受理的内容不会丢失，请稍后重试。',
    'The service is not ready',
    'The database cannot be reached for the moment; what was accepted is safe. Try again soon.',
  ),
  ORG_NOT_QUALIFIED: entry(
    '该组织不符合起诉资格',
    '请查看所列理由；需人工审查的，请先登记审查意见。',
    'The organization is not qualified',
    'See the reasons given; where a review is needed, record its opinion first.',
  ),
  PARAMETER_INVALID: entry(
    '请求参数不正确',
    '请按所列字段更正。',
    'A parameter is wrong',
    'Mend the fields listed.',
  ),
  PAYMENT_EXCEEDS_APPROVAL: entry(
    '支付金额超过批准金额',
    '请核对已付金额，或另行申请。',
    'More than what was approved',
    'Check what is paid already, or apply for more.',
  ),
  PERIOD_NOT_OPEN: entry(
    '该会计期间未开放',
    '请使用开放期间的业务日期。',
    'The month takes no entries',
    'Use a business date in an open month.',
  ),
  PLAN_EXCEEDS_RECEIVED: entry(
    '修复方案合计超过已收到的赔偿金',
    '请调减方案金额，或待款项到账后再报。',
    'The plans exceed the damages received',
    'Reduce the plan, or wait until the money is there.',
  ),
  POSTING_FAILED: entry(
    '记账失败',
    '本账套有未能记账的请求，请系统管理员处理后重试。',
    'A request of the book could not be posted',
    'The administrator has to look at the request named, then try again.',
  ),
  POSTING_TIMED_OUT: entry(
    '记账尚未完成',
    '请求已受理且不会丢失，请稍后再查。',
    'Posting is not finished yet',
    'What was accepted is safe; look again later.',
  ),
  PURPOSE_NOT_PERMITTED: entry(
    '用途不在允许范围内',
    '损害赔偿金只能用于修复和生态环境公共利益，请选择允许的用途。',
    'Damage money must not be used for that',
    'It serves restoration and the environmental public interest only; choose a permitted use.',
  ),
  REFUND_EXCEEDS_OVERPAYMENT: entry(
    '退款超过多收金额',
    '请核对多收待退余额。',
    'More than was overpaid',
    'Check what is left of the overpayment.',
  ),
  REFUND_EXCEEDS_PAYMENT: entry(
    '法院退费超过已预交的受理费',
    '请核对退费金额；只有案件受理费可由法院退回。',
    'The refund exceeds the acceptance fee that was prepaid',
    'Check the amount; the court refunds acceptance fees only.',
  ),
  REIMBURSE_EXCEEDS_RECEIVED: entry(
    '支付金额超过为该组织收回的金额',
    '请核对为该组织收回且未支付的金额。',
    'More than was received for the organization',
    'Check what was received for it and not yet paid out.',
  ),
  REMIT_EXCEEDS_RECEIVED: entry(
    '上缴金额超过已收到的金额',
    '请核对已收未缴金额；受托专户的赔偿金不上缴。',
    'More than was received to be remitted',
    'Check what is received and not yet remitted; trust money is not remitted.',
  ),
  REOPENING_NEEDS_TWO: entry(
    '反结账须由两人办理并说明理由',
    '请填写两位不同的人员和理由。',
    'Reopening takes two people and a reason',
    'Name two different people and say why.',
  ),
  REPLENISH_EXCEEDS_RECOVERED: entry(
    '归还金额超过已追回的垫付',
    '请核对已追回且未归还的垫付本金。',
    'More than was recovered for the fund',
    'Check what was recovered and not yet put back.',
  ),
  REQUEST_MALFORMED: entry(
    '请求格式有误',
    '请检查地址的写法。',
    'The request is malformed',
    'Check how the address is written.',
  ),
  REQUEST_NOT_FAILED: entry(
    '该记账请求并未失败',
    '只有记账失败的请求才能重试；请用 fund queue list 查看。',
    'The request has not failed',
    'Only a failed request can be put back; `fund queue list --failed` shows them.',
  ),
  REQUEST_NOT_FOUND: entry(
    '找不到该记账请求',
    '请核对请求编号；请用 fund queue list 查看。',
    'There is no such request',
    'Check its number; `fund queue list` shows them.',
  ),
  RETURN_EXCEEDS_PAYMENT: entry(
    '退汇金额超过可退金额',
    '请核对已付、已核销和应退余款。',
    'More than can come back of the payment',
    'Check what is paid, settled and demanded back.',
  ),
  RETURN_EXCEEDS_SURPLUS: entry(
    '退回金额超过应退余款',
    '请核对应退余款。',
    'More than the surplus demanded',
    'Check the surplus that is still due.',
  ),
  ROUTE_NOT_FOUND: entry(
    '没有这个地址或操作',
    '请查看接口说明 /api/docs。',
    'There is no such address or operation',
    'See the interface description at /api/docs.',
  ),
  SAME_PERSON: entry(
    '不相容岗位不能由同一人办理',
    '您是该事项的经办或审核人员，请由另一人办理。',
    'One person cannot do two halves of it',
    'You made or reviewed this; somebody else has to decide.',
  ),
  SEALING_OFF: entry(
    '未配置封存密钥',
    '请将 FUND_SEAL_KEY_FILE 设为 Ed25519 私钥文件后重启。',
    'No key for sealing is configured',
    'Set FUND_SEAL_KEY_FILE to a file with an Ed25519 private key and start again.',
  ),
  SETTLEMENT_EXCEEDS_PAYMENT: entry(
    '核销金额超过已付金额',
    '请核对票据金额、已核销金额和应退余款。',
    'More than was paid',
    'Check the invoices against what is paid, settled and demanded back.',
  ),
  SHARES_DO_NOT_ADD_UP: entry(
    '份额或分期合计与判项金额不符',
    '请使各份额或各期金额之和等于判项金额。',
    'The shares or instalments do not add up',
    'Make them add up to the amount of the item.',
  ),
  WRITE_OFF_EXCEEDS_OUTSTANDING: entry(
    '坏账核销金额超过未收回的垫付费用',
    '只能核销判归专项资金且未收回的费用，请核对。',
    'More than what is outstanding of the fund costs',
    'Only costs owed to the fund and not yet received can be written off.',
  ),
} as const satisfies Record<string, ProblemText>;

export type ProblemCode = keyof typeof PROBLEMS;
