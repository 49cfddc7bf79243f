import { entry } from './problem-text';

/** Codes of approvals, delegations and joint meetings. */
export const APPROVAL_PROBLEMS = {
  AMOUNT_ABOVE_TIERS: entry(
    '金额超过最高审批权限',
    '本单位的审批权限不含该金额，上限见 most。请调整金额，或先修改审批权限设置。',
    'No tier of approval reaches the amount',
    'The highest tier is in most. Reduce the amount, or have the tiers changed first.',
  ),
  APPROVAL_NOT_OPEN: entry(
    '该事项当前不能办理',
    '事项已办结或已退回经办人，请刷新查看当前状态。',
    'The request is not open for this',
    'It is final or went back to its maker; look at its state.',
  ),
  APPROVAL_STALE: entry(
    '内容在您查看之后已变更',
    '此前的审批已作废。请按 changed 所列位置查看变更后的内容，再作决定。',
    'The request has changed since you saw it',
    'Earlier approvals are void. Look at the places under changed, and decide on what it says now.',
  ),
  APPROVAL_WAITS_FOR_ANOTHER: entry(
    '该事项正等待原办理人',
    '该事项退回后由 waitsFor 所示人员继续办理；其不在岗时由同岗位其他人员或受托人办理。',
    'The request waits for somebody else of your role',
    'It went back to the person in waitsFor; if they are away, they can delegate.',
  ),
  DELEGATION_NOT_POSSIBLE: entry(
    '不能这样委托',
    '只能把本人担任的角色委托给本单位的另一人。',
    'The role cannot be delegated like this',
    'Delegate a role that you hold yourself, to somebody else of your bureau.',
  ),
  DELEGATION_PASSED_ON: entry(
    '不能转委托',
    '同一角色在同一期间内，受托人不得再委托他人，委托人也不得再受托。请选择另一人或另一期间。',
    'What was delegated is not passed on',
    'In one role and on one day a person delegates or stands in, never both. Choose somebody else or other days.',
  ),
  MEETING_CONCLUDED: entry(
    '会议已办结，内容不能更改',
    '如需补充，请另行召开会议并形成新的纪要。',
    'The meeting is concluded and does not change',
    'Whatever is to be added needs another meeting.',
  ),
  MEETING_INCOMPLETE: entry(
    '会议材料不完整',
    '请补齐 missing 所列内容（议题、参会人员、会议纪要）后再办结。',
    'Something of the meeting is missing',
    'Complete what missing names: agenda, attendees, minutes.',
  ),
  NOT_THE_MAKER: entry(
    '只有经办人可以修改或撤回',
    '请退回经办人办理。',
    'Only its maker changes or withdraws it',
    'Return it to its maker.',
  ),
  NUMBER_TAKEN: entry(
    '编号已被使用',
    '会议编号和决议编号在本单位内不得重复，请换一个编号。',
    'The number is taken',
    'Meetings and resolutions have numbers of their own in a bureau; choose another one.',
  ),
  PRECONDITION_FAILED: entry(
    '内容已被他人更改',
    '请刷新后在最新内容上修改，再重新提交。',
    'It has changed since you read it',
    'Read it again and make your change on what it says now.',
  ),
  PRECONDITION_REQUIRED: entry(
    '缺少 If-Match',
    '修改时请在请求头 If-Match 中给出读取时得到的 ETag。',
    'If-Match is missing',
    'Send the ETag that you read as If-Match, so that nobody’s change is lost.',
  ),
  RESOLUTION_FOR_OTHER_MATTER: entry(
    '所引用的决议不适用于该事项',
    '决议须由本单位已办结的联席会议作出，事项类别和对象一致，且金额不超过决议金额。',
    'The resolution is not about this matter',
    'It must be of a concluded meeting of your bureau, for this kind and subject, and for at least this amount.',
  ),
  RESOLUTION_REQUIRED: entry(
    '须经联席会议决议',
    '该金额须引用联席会议决议，请在 resolution 中填写。',
    'A joint meeting must have resolved on it',
    'An amount like this needs a resolution; name it in resolution.',
  ),
  RESOLUTION_USED: entry(
    '该决议已被引用',
    '一项决议只能用于一个事项。请查看已引用该决议的事项。',
    'The resolution carries another request already',
    'A resolution is cited once; look for the request that cites it.',
  ),
} as const;
