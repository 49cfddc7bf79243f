import { entry } from './problem-text';

/** Codes of signing in, of rights and of people. */
export const ACCESS_PROBLEMS = {
  ALREADY_SET_UP: entry(
    '系统已完成初始设置',
    '请直接登录；如需新增人员，请联系系统管理员。',
    'The installation is set up already',
    'Sign in; new people are entered by the system administrator.',
  ),
  CSRF_TOKEN_INVALID: entry(
    '页面令牌无效',
    '请刷新页面后重试，已填写的内容会保留。',
    'The token of the page is not valid',
    'Reload the page and try again; what you typed is kept.',
  ),
  HOST_UNKNOWN: entry(
    '访问地址不属于本系统',
    '请用本系统公布的地址访问；如地址无误，请系统管理员核对 FUND_PUBLIC_URL。',
    'The service does not go by this name',
    'Open it by its published address. If that is the one you used, the system administrator has to look at FUND_PUBLIC_URL.',
  ),
  LINK_INVALID: entry(
    '链接无效或已过期',
    '每个链接只能使用一次。请向系统管理员索取新的链接。',
    'The link is not valid or has run out',
    'A link works once. Ask the system administrator for a new one.',
  ),
  LOGIN_TAKEN: entry(
    '登录名已被使用',
    '请换一个登录名。',
    'The login is taken',
    'Choose another login.',
  ),
  NAME_TAKEN: entry(
    '本单位已有同名人员',
    '签名须能区分两个人，请在姓名后加注科室等，如“张伟（二科）”。',
    'Somebody there has the same name already',
    'Names sign what people do. Add what tells the two apart, such as the section.',
  ),
  NOT_IN_SANDBOX: entry(
    '演示身份不能进行此操作',
    '演示人员和账户不能更改，请用正式账户操作。',
    'Not for the invented people of the sandbox',
    'The sandbox’s people and accounts do not change. Use an account of your own.',
  ),
  OTHER_SITE: entry(
    '请求来自其他网站',
    '请从本系统的页面操作。',
    'The request comes from another site',
    'Do it from a page of this system.',
  ),
  PASSWORD_WEAK: entry(
    '密码强度不足',
    '请使用 12 至 128 个字符，不含登录名、姓名和单位名称，不用常见密码、键盘顺序或重复字符；一句话最好记。',
    'The password is weak',
    'Use 12 to 128 characters, without the login, the name or the bureau, and nothing common, repeated or along the keyboard. A sentence is easy to keep in mind.',
  ),
  PASSWORD_WRONG: entry(
    '当前密码不正确',
    '请核对当前密码。连续 5 次错误后须等 15 分钟；忘记密码请联系系统管理员重置账户。',
    'The current password is wrong',
    'Check it. After five wrong ones in a row you have to wait for 15 minutes. If you forgot it, ask the system administrator for a reset of the account.',
  ),
  RATE_LIMITED: entry(
    '请求过于频繁',
    '请稍候再试，等待时间见 retryAfterSeconds。',
    'Too many requests',
    'Wait as long as retryAfterSeconds says, and try again.',
  ),
  RATE_LIMIT_UNAVAILABLE: entry(
    '暂时无法办理',
    '请求次数暂时无法核对，为安全起见，登录和资金业务暂停办理，查询不受影响。请稍候再试，等待时间见 retryAfterSeconds；如持续出现，请系统管理员检查 Redis。',
    'This is not possible for the moment',
    'Requests cannot be counted, so signing in and acts on money are refused; reading goes on. Wait as long as retryAfterSeconds says. If it stays like this, the system administrator has to look at Redis.',
  ),
  RESET_LINK_TAKEN: entry(
    '重置链接已失效',
    '链接只给出一次；账户若已激活、停用或再次重置，链接也不再给出。如仍需要，请重新申请重置账户。',
    'The link of this reset is not to be had any more',
    'It is given once, and not after the account was activated, disabled or set up anew again. If it is still needed, ask for another reset.',
  ),
  ROLES_INCOMPATIBLE: entry(
    '岗位不相容',
    '三类管理员、审计人员和社会组织成员不得兼任其他岗位，出纳不得兼任会计。请先收回原角色或另选人员。',
    'Nobody may hold these roles together',
    'Administrators, auditors and members of organizations hold no other role, and a cashier keeps no accounts. Take the other role back first, or choose another person.',
  ),
  ROLE_HELD: entry(
    '该人员已有此角色',
    '无需重复授权。',
    'The person holds the role already',
    'Nothing is left to grant.',
  ),
  ROLE_REQUIRED: entry(
    '您的角色不能进行此操作',
    '所需角色见 roles；请由相应人员办理。',
    'Your role may not do this',
    'The roles that may are in roles; ask one of those people.',
  ),
  SCOPE_REQUIRED: entry(
    '该密钥无权进行此操作',
    '请使用具备 scope 所示权限的密钥；scope 为空的操作只能由本人登录办理。',
    'The key may not do this',
    'Use a key with the scope that scope names; where it is empty only a person who is signed in may do it.',
  ),
  SECOND_FACTOR_REQUIRED: entry(
    '尚未完成第二重验证',
    '请输入身份验证器应用显示的六位数字。',
    'The second factor is still to be shown',
    'Enter the six digits that your authenticator app shows.',
  ),
  SECOND_FACTOR_WRONG: entry(
    '验证码不正确',
    '请输入当前显示的六位数字；每个验证码只能使用一次，多次错误后账户将暂停 15 分钟。',
    'The code is wrong',
    'Enter the digits shown now. A code counts once, and after several wrong ones the account rests for 15 minutes.',
  ),
  SIGN_IN_FAILED: entry(
    '登录失败',
    '请核对登录名和密码。连续 5 次失败后须等 15 分钟；仍不能登录请联系系统管理员。',
    'Signing in failed',
    'Check login and password. After five failures in a row you have to wait for 15 minutes. If it still fails, ask the system administrator.',
  ),
  SIGN_IN_REQUIRED: entry(
    '请先登录',
    '登录已过期或尚未登录，请登录后重试，已填写的内容会保留。',
    'Sign in first',
    'You are not signed in, or no longer. Sign in and try again; what you typed is kept.',
  ),
  STEP_UP_REQUIRED: entry(
    '请再次验证身份',
    '此操作需要在最近 5 分钟内输入过验证码，请输入身份验证器应用显示的六位数字。',
    'Show once more who you are',
    'This needs a code within the last 5 minutes. Enter the digits that your authenticator app shows.',
  ),
} as const;
