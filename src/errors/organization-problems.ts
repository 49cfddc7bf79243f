import { entry } from './problem-text';

/** Codes of the register of organizations and of payees. */
export const ORGANIZATION_PROBLEMS = {
  HONOUR_REVOKED: entry(
    '该荣誉已被撤销',
    '撤销日期见 revokedOn。登记保留，证书不再打印。',
    'The honour was revoked',
    'It was revoked on revokedOn. Its row stays; its certificate is printed no more.',
  ),
  NOT_OWN_ORGANIZATION: entry(
    '只能办理本单位的事项',
    '统一社会信用代码与您所在单位不一致，请核对后填写本单位的代码。',
    'Only for the organization that you belong to',
    'The credit code is not that of your organization; enter your own.',
  ),
  ORGANIZATION_CHANGED: entry(
    '档案在您填写期间已变更',
    '当前版本见 version。请刷新档案，在最新内容上重新填写变更。',
    'The file has changed since you read it',
    'Its version is under version. Read it again, and make the change to what it says now.',
  ),
  ORGANIZATION_REGISTERED: entry(
    '该组织已建立档案',
    '同一账套内每个组织只建一份档案，请在已有档案上申请变更。',
    'The organization is in the register already',
    'A book has one file for each organization; ask for a change of that file.',
  ),
  STANDING_NOT_POSSIBLE: entry(
    '组织当前状态下不能办理该事项',
    '当前状态见 state：已登记的可暂停或注销，已暂停的可恢复或注销，已注销的不再变更。',
    'Not possible as the organization stands',
    'Its state is under state: who is registered can be suspended or deregistered, who is suspended resumed or deregistered.',
  ),
} as const;
