import { entry } from './problem-text';

/** Codes of cases and of applications for advances. */
export const ADVANCE_PROBLEMS = {
  CASE_NUMBER_TAKEN: entry(
    '该案号已登记',
    '同一账套内每个案号只登记一次，请在案件管理中查找该案件。',
    'The number is that of a case already',
    'A book has each case number once; find the case in the list.',
  ),
  COURT_FEE_ABOVE_NOTICE: entry(
    '申请金额超过法院缴费通知',
    '请按法院缴费通知书上的金额申请，通知金额见 notice。',
    'More than the court’s notice says',
    'Ask for the fee that the court’s notice names; it is under notice.',
  ),
  COURT_NOTICE_REQUIRED: entry(
    '案件受理费须附法院缴费通知',
    '请上传法院缴费通知书，并填写诉讼标的额和通知金额。',
    'An acceptance fee rests on the court’s notice',
    'Upload the notice of the court, and enter the amount claimed and the fee that it names.',
  ),
  OUTSTANDING_EXCEEDED: entry(
    '超过单个组织未结清垫付限额',
    '请先核销或退回已支付的垫付，再申请；限额见 limit，连同本次的未结清金额见 outstanding。',
    'Above the limit of what one organization may have outstanding',
    'Settle or return what was paid first; limit and outstanding, with this application, are told.',
  ),
  PAYEE_ACCOUNT_CHANGED: entry(
    '收款账户已变更或尚未批准',
    '请选择收款方当前已批准的账户；账户变更后须重新申请。',
    'The payee’s account has changed, or is not approved',
    'Choose the account of the payee that is approved and current.',
  ),
  PAYEE_NOT_FIT: entry(
    '收款方与费用类别不符',
    '受理费、保全费付给法院，律师费付给律师事务所或本组织，其他费用付给供应商或本组织。',
    'Such a cost is not paid to such a payee',
    'Court fees go to a court, lawyer fees to a law firm or the organization, the rest to a vendor or the organization.',
  ),
  QUOTATION_REQUIRED: entry(
    '付给供应商的大额费用须附报价单或合同',
    '请为该笔费用上传报价单或合同，起点金额见 above。',
    'A large cost to a vendor rests on a quotation or a contract',
    'Upload one for the cost that is named; above tells from which amount on.',
  ),
} as const;
