import { entry } from './problem-text';

/** Codes of legal services. */
export const LEGAL_SERVICE_PROBLEMS = {
  AGREEMENT_NOT_IN_FORCE: entry(
    '该日期不在协议有效期内',
    '协议有效期见 from 和 until（提前终止的，以终止日为止），所填日期见 on。请更改日期，或先签订新的协议。',
    'The agreement is not in force on that day',
    'It is in force from from to until, which is earlier where it was ended; the day given is on. Choose another day, or make a new agreement first.',
  ),
  AGREEMENT_NUMBER_TAKEN: entry(
    '协议编号已被使用',
    '同一账套内协议编号不得重复，请核对后换一个编号。',
    'The number of the agreement is taken',
    'Agreements have numbers of their own in a book; choose another one.',
  ),
  AGREEMENT_TERMS_INVALID: entry(
    '协议约定的金额不相符',
    '原因见 fault：单审限额不超过单案限额、单案限额不超过总限额（limits_out_of_order）；分期付款须全部按比例或全部按金额（instalments_mixed）；比例合计 100%，金额合计等于单案限额（instalments_do_not_add_up）。',
    'The amounts of the agreement do not fit together',
    'See fault: an instance costs no more than a case, a case no more than all (limits_out_of_order); instalments are all shares or all amounts (instalments_mixed); shares come to 100 percent, amounts to the limit of a case (instalments_do_not_add_up).',
  ),
  ENGAGEMENT_EVALUATED: entry(
    '该委托已评价',
    '每项委托只评价一次，评价后不能修改。',
    'The engagement has been evaluated',
    'Each engagement is evaluated once, and the evaluation stays.',
  ),
  ENGAGEMENT_FEE_TOO_HIGH: entry(
    '代理费超过协议限额',
    '所超限额见 limit（per_instance 单审、per_case 单案、remaining 协议余额），最多可用 most，本次将达到 amount。请调整代理费，或另签协议。',
    'The fee is over a limit of the agreement',
    'Which one is in limit (per_instance, per_case, remaining); most is allowed, it would come to amount. Lower the fee, or make another agreement.',
  ),
  EVALUATION_TOO_EARLY: entry(
    '结案日期不能早于委托日期，也不能晚于今天',
    '委托日期见 engagedOn。案件办结后再评价，并填写实际结案日期。',
    'The case was not over before it was taken on, nor in the future',
    'It was taken on on engagedOn. Evaluate after the case, with the day on which it was over.',
  ),
  LAW_FIRM_CHANGED: entry(
    '律师事务所信息在您填写期间已变更',
    '当前版本见 version。请刷新页面，在最新内容上重新填写变更。',
    'The law firm has changed since you read it',
    'Its version is under version. Read it again, and make the change to what it says now.',
  ),
  LAW_FIRM_NOT_IN_GOOD_STANDING: entry(
    '律师事务所当前状态下不能办理该事项',
    '当前状态见 state：已暂停的恢复后方可签约或委托，已移出的不再变更。',
    'Not possible as the law firm stands',
    'Its state is under state: one that is suspended is engaged again once it is resumed; one that was removed stays so.',
  ),
  LAW_FIRM_REGISTERED: entry(
    '该律师事务所已登记',
    '同一账套内每家律师事务所只登记一次，请在已有档案上申请变更。',
    'The law firm is in the register already',
    'A book has each law firm once; ask for a change of it.',
  ),
  LAWYER_NOT_OF_FIRM: entry(
    '所选律师不在该律师事务所执业',
    '有关律师见 lawyers。请选择该所在册律师，或先变更律师事务所信息。',
    'A lawyer does not work for the firm',
    'See lawyers. Choose lawyers of the firm, or have its register changed first.',
  ),
} as const;
