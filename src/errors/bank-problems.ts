import { entry } from './problem-text';

/** Codes of bank statements. */
export const BANK_PROBLEMS = {
  BANK_BALANCE_GAP: entry(
    '与已导入的对账单余额不衔接',
    '两次导入之间缺少流水，或选错了账户。请按 line、expected、found 核对，先导入缺少的期间，再导入本文件。',
    'The balance does not follow from the lines that are there',
    'Lines between two statements are missing, or it is another account. Look at line, expected and found; import what is missing first.',
  ),
  BANK_FILE_CHANGED: entry(
    '文件与预览时不同',
    '请重新预览并核对后再确认导入。',
    'The file is another one than was looked at',
    'Look at the preview of this file, and confirm then.',
  ),
  BANK_FILE_INVALID: entry(
    '银行对账单无法读取',
    '请按 faults 所列行号和列逐项核对：文件应为银行原样导出，未经改动；版式不同的，请调整导入模板。未导入任何流水。',
    'The bank statement cannot be read',
    'Look at every line and column under faults: the file is to be as the bank exported it; where the layout differs, adapt the profile. Nothing was imported.',
  ),
  BANK_LINE_NEEDS_OWNER: entry(
    '请指明该流水所属的案件或资金池',
    '代管专户、受托代理账户按案件核算，零余额账户按资金池核算，基本户均不按；应指明的一项见 keptBy。',
    'The line does not say whose money it is',
    'Custody and trust accounts are kept by case, the quota by pool, the basic account by neither; what to name is under keptBy.',
  ),
  BANK_LINE_NOT_IGNORED: entry(
    '该流水未被忽略',
    '请刷新后查看其当前状态。',
    'The line is not ignored',
    'Look at how it stands now.',
  ),
  BANK_LINE_NOT_CUSTODY: entry(
    '该流水不属于代管专户',
    '执行款只记入代管专户（1002.02）。请核对账户，或按其性质另行办理。',
    'The line is not of the custody account',
    'Money of defendants is booked on the custody account (1002.02) only; book this line for what it is.',
  ),
  BANK_LINE_NOT_OPEN: entry(
    '该流水已匹配或已忽略',
    '请先撤销匹配或取消忽略，再办理。',
    'The line is matched or ignored',
    'Undo the match, or restore the line, first.',
  ),
  BANK_LINE_PAYER_UNKNOWN: entry(
    '无法按对方户名确定付款的被告',
    '对方户名见 counterparty；请在 payer 中指明代谁付款的被告。',
    'The counterparty of the line is no defendant of the case, or several',
    'Its name is under counterparty; say under payer for which defendant it paid.',
  ),
  BANK_MATCH_EXCEEDS: entry(
    '匹配金额超过未匹配余额',
    '未匹配余额见 left。请调减金额，或撤销原有匹配。',
    'More is matched than is left of a line or an entry',
    'What is left is under left. Match less, or undo the match that took the rest.',
  ),
  BANK_MATCH_UNBALANCED: entry(
    '银行流水与账簿分录金额不等',
    '两边合计见 lines 和 entries，须分毫不差；差额请查明原因，不得凑数。',
    'Lines and entries do not come to the same',
    'Their sums are under lines and entries, and must be equal to the fen; find out where the difference comes from.',
  ),
  BANK_MATCH_UNDONE: entry(
    '该匹配已撤销',
    '无需重复撤销，请刷新查看。',
    'The match was undone already',
    'Nothing is left to undo; look at how the lines stand now.',
  ),
  BANK_PROFILE_UNKNOWN: entry(
    '没有该导入模板',
    '请选择已有的导入模板，或先新建；camt.053 文件无需模板。',
    'There is no such profile',
    'Choose a profile that is there, or make one; camt.053 needs none.',
  ),
  BANK_NOT_RECONCILED: entry(
    '银行存款余额调节表不平',
    '调节后两边余额相差 difference。请核对未导入的对账单、未匹配的流水和期初余额，不得凑数。',
    'The two sides of the reconciliation differ',
    'They differ by difference. Look for statements that are missing, lines that are not matched and the opening balance.',
  ),
  BANK_NO_BALANCE: entry(
    '该日没有银行余额',
    '请先导入截至该日、载有余额的银行对账单。',
    'There is no balance of the bank as of that day',
    'Import a statement with balances that reaches that day first.',
  ),
  BANK_RECONCILED: entry(
    '所涉日期已经对账确认',
    '已确认的银行余额调节表不再变更；如有差错，请在后续期间处理。',
    'The days are reconciled',
    'What a confirmed statement rests on stays; mend it in a later period.',
  ),
  BANK_RECONCILIATION_STALE: entry(
    '调节表编制后情况已变化',
    '请重新编制后再由他人确认。',
    'Things have changed since the statement was made',
    'Make it anew, and have it confirmed then.',
  ),
  BANK_SERIAL_CHANGED: entry(
    '同一银行流水号的内容与已导入的不同',
    '请按 lines 所列行号与银行核实：流水号不得重复用于不同交易。未导入任何流水。',
    'A serial number of the bank comes again with other content',
    'Ask the bank about the lines named: a serial number is one movement. Nothing was imported.',
  ),
} as const;
