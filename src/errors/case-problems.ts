import { entry } from './problem-text';

/** Codes of the procedure of a case. */
export const CASE_PROBLEMS = {
  CASE_STAYED: entry(
    '案件已中止，等待另案审理',
    '请先登记恢复审理，再登记该步骤；中止期间只能登记恢复、参加诉讼、支持起诉、撤诉和驳回。',
    'The case waits for another suit',
    'Record that the stay has ended first; until then only joining, support, withdrawal and dismissal can be recorded.',
  ),
  CASE_STEP_OUT_OF_TURN: entry(
    '该步骤与案件进程不符',
    '请核对步骤和日期：登记时案件所处状态见 state，不符的步骤及其日期见 step、on。登记有误的步骤可以撤销。',
    'The case cannot have taken this step then',
    'Check the steps and their days: state tells where the case stood, step and on which step does not fit. A step entered by mistake can be revoked.',
  ),
  CASE_STEP_IN_FUTURE: entry(
    '步骤日期晚于今天',
    '只登记已经发生的步骤，请核对日期。',
    'The step is dated after today',
    'Record what has happened; check the day.',
  ),
  CASE_STEP_IN_USE: entry(
    '已有业务以该步骤为依据，不能撤销',
    '依据该步骤的判决、垫付申请或被告债务已经登记，见 usedBy；请先处理该项业务。',
    'The step cannot be revoked: something rests on it',
    'A judgment, an advance or a debt rests on it, see usedBy; deal with that first.',
  ),
  CLOSING_REASON_REQUIRED: entry(
    '案件尚有未结清款项，结案须说明理由',
    '未收回的判决款见 claims，未结清的垫付款见 advances；请说明结案理由后重新提交。',
    'Money of the case is outstanding; say why it is closed',
    'claims tells what debtors owe, advances what is not accounted for; give a reason and send it again.',
  ),
  JOIN_PERIOD_OVER: entry(
    '已超过参加诉讼的三十日期限',
    '其他组织自法院公告之日起三十日内可以申请参加诉讼，最后一日见 day。',
    'The thirty days to join the suit are over',
    'Others may join within thirty days of the court’s notice; day is the last one.',
  ),
  IN_KIND_ACCEPTED: entry(
    '该项修复义务已验收',
    '每项修复义务只验收一次，请查看验收记录。',
    'The restoration was accepted already',
    'Each is accepted once; look at the record of its acceptance.',
  ),
  INTEREST_NOT_COMPUTABLE: entry(
    '2014年8月1日前到期的债务不能计算加倍利息',
    '请将该判项（见 item）设为不计迟延利息，另按当时的规定人工计算。',
    'No doubled interest is computed for what was due before 2014-08-01',
    'Enter the item, named under item, without interest; compute by the older rule by hand.',
  ),
  JUDGMENT_NOT_FINAL: entry(
    '该文书尚未生效，不能入账',
    '请先在案件进程中登记判决生效、调解书生效、撤诉或驳回，再登记与之相符的判决结果。',
    'The judgment is not in effect, or is not of that outcome',
    'Record first in the procedure that it is final; the outcome must be one of that step.',
  ),
  JUDGMENT_NOT_POSTED: entry(
    '原判决的凭证尚未记账',
    '请待记账队列处理完毕后再次审批。',
    'The journals of the former judgment are not posted yet',
    'Wait until the queue has posted them, and approve again.',
  ),
  JUDGMENT_RECORDED: entry(
    '该生效步骤已登记判决',
    '每份生效文书只登记一次，请查看案件的判决。',
    'That step has its judgment already',
    'Each document is recorded once; look at the judgments of the case.',
  ),
  JUDGMENT_REPLACED: entry(
    '该判决已被变更',
    '请查看案件中现行有效的判决。',
    'Another judgment has taken its place already',
    'Look at the judgment that is in force.',
  ),
  PARTY_ALREADY_IN_CASE: entry(
    '该组织已是本案原告',
    '无需重复登记，请查看案件的原告。',
    'The organization is a plaintiff of the case already',
    'Nothing is left to record; look at the plaintiffs of the case.',
  ),
  PROCURATORATE_NOTICE_NOT_OVER: entry(
    '检察机关诉前公告尚未满三十日',
    '检察机关公告满三十日、没有适格主体起诉的，方可起诉；公告最后一日见 day。',
    'The procuratorate’s notice of thirty days is not over',
    'It sues only after its notice, and where nobody else does; day is the last day of the notice.',
  ),
  PUBLICATION_NOT_OVER: entry(
    '调解协议公告尚未满三十日',
    '调解协议公告期满后法院方可出具调解书；公告最后一日见 day。',
    'The settlement has not been published for thirty days',
    'The court issues the mediation document after the publication; day is its last day.',
  ),
  WITHDRAWAL_BARRED: entry(
    '依法不能撤诉',
    '法庭辩论终结后，或以达成调解、和解协议为由，不能撤诉；监管部门履职使诉讼请求全部实现的除外。',
    'The suit cannot be withdrawn now',
    'Not after the debate has closed nor because of a settlement, unless the regulator’s action has realized every claim.',
  ),
} as const;
