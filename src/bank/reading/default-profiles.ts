import { bankProfileSchema, type BankProfile } from './profile';

/** A layout that ships, to be adapted: banks differ by branch and year. */
export interface DefaultProfile {
  readonly name: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly profile: BankProfile;
}

const TOTALS = ['合计', '小计', '总计', '本页合计', '借方合计', '贷方合计', '笔数', '制表'];

const shipped = (
  name: string,
  zh: string,
  en: string,
  profile: Parameters<typeof bankProfileSchema.parse>[0],
): DefaultProfile => ({ name, title: { zh, en }, profile: bankProfileSchema.parse(profile) });

/** Layouts as exported by the usual banks; invented as starting points, none is a bank's promise. */
export const DEFAULT_PROFILES: readonly DefaultProfile[] = [
  shipped('icbc', '工商银行企业网银明细（CSV）', 'ICBC corporate statement (CSV)', {
    kind: 'csv',
    encoding: 'gb18030',
    order: 'newest_first',
    datePattern: 'YYYY-MM-DD',
    columns: {
      date: ['交易日期', '记账日期'],
      serial: ['交易流水号', '流水号'],
      amount: {
        form: 'two_columns',
        out: ['借方发生额', '转出金额'],
        in: ['贷方发生额', '转入金额'],
      },
      balance: ['余额', '账户余额'],
      counterparty: ['对方户名', '对方单位名称'],
      counterpartyAccount: ['对方账号'],
      remark: ['摘要', '用途', '附言'],
    },
    ignored: ['凭证号', '凭证种类', '交易时间', '对方开户行', '对方行名', '币种', '序号'],
    skip: TOTALS,
    labels: { account: ['账号'], opening: ['期初余额'], closing: ['期末余额'] },
  }),
  shipped('ccb', '建设银行企业网银明细（XLSX）', 'CCB corporate statement (XLSX)', {
    kind: 'xlsx',
    order: 'oldest_first',
    datePattern: 'YYYYMMDD',
    columns: {
      date: ['记账日期', '交易日期'],
      serial: ['账户明细编号-交易流水号', '交易流水号'],
      amount: {
        form: 'two_columns',
        out: ['借方发生额（支取）', '借方发生额'],
        in: ['贷方发生额（收入）', '贷方发生额'],
      },
      balance: ['余额'],
      counterparty: ['对方户名'],
      counterpartyAccount: ['对方账号'],
      remark: ['摘要', '备注'],
    },
    ignored: [
      ...['账号', '账户名称', '交易时间', '币种', '对方开户机构', '凭证种类', '凭证号码'],
      ...['企业流水号', '关联账户', '序号'],
    ],
    skip: TOTALS,
    labels: { account: ['账号'], opening: ['期初余额'], closing: ['期末余额'] },
  }),
  shipped('abc', '农业银行企业网银明细（XLSX）', 'ABC corporate statement (XLSX)', {
    kind: 'xlsx',
    order: 'oldest_first',
    datePattern: 'YYYY-MM-DD HH:mm:ss',
    columns: {
      date: ['交易时间', '交易日期'],
      serial: ['交易日志号', '日志号'],
      amount: { form: 'two_columns', out: ['支出金额'], in: ['收入金额'] },
      balance: ['账户余额', '本次余额'],
      counterparty: ['对方户名'],
      counterpartyAccount: ['对方账号'],
      remark: ['交易摘要', '交易用途', '附言'],
    },
    ignored: ['交易行名', '对方省市', '对方开户行', '交易渠道', '交易类型', '手续费总额'],
    skip: TOTALS,
    labels: { account: ['账号', '账户'], opening: ['期初余额'], closing: ['期末余额'] },
  }),
  shipped('boc', '中国银行企业网银明细（CSV）', 'BOC corporate statement (CSV)', {
    kind: 'csv',
    encoding: 'gb18030',
    order: 'newest_first',
    datePattern: 'YYYYMMDD',
    columns: {
      date: ['交易日期'],
      serial: ['交易流水号'],
      amount: { form: 'signed', amount: ['交易金额'] },
      balance: ['交易后余额', '余额'],
      counterparty: ['对方名称', '收/付款人名称'],
      counterpartyAccount: ['对方账号', '收/付款人账号'],
      remark: ['交易附言', '用途', '摘要'],
    },
    ignored: [
      ...['交易类型', '业务类型', '起息日期', '汇率', '交易货币', '凭证类型', '凭证号码'],
      ...['对方开户行名', '客户申请号', '交易时间', '记录标识号'],
    ],
    skip: TOTALS,
    labels: {
      account: ['查询账号', '账号'],
      opening: ['期初余额'],
      closing: ['期末余额'],
    },
  }),
  shipped(
    'zero-balance',
    '零余额账户代理银行对账单（CSV）',
    'Zero-balance account, agent bank statement (CSV)',
    {
      kind: 'csv',
      encoding: 'utf-8',
      order: 'oldest_first',
      datePattern: 'YYYY年MM月DD日',
      columns: {
        date: ['日期', '清算日期'],
        serial: ['支付凭证号', '业务流水号'],
        amount: {
          form: 'flagged',
          amount: ['金额', '发生额'],
          flag: ['借贷标志', '收支标志'],
          out: ['借', '支'],
          in: ['贷', '收'],
        },
        balance: ['额度余额', '用款额度余额'],
        counterparty: ['收款人名称', '对方名称'],
        counterpartyAccount: ['收款人账号', '对方账号'],
        remark: ['用途', '摘要', '预算项目'],
      },
      ignored: ['支付方式', '功能分类', '经济分类', '资金性质', '预算单位', '序号', '开户行'],
      skip: TOTALS,
      labels: {
        account: ['零余额账号', '账号'],
        opening: ['期初额度', '期初余额'],
        closing: ['期末额度', '期末余额'],
      },
    },
  ),
];

/** A profile that ships, by its name. */
export const defaultProfile = (name: string): DefaultProfile | undefined =>
  DEFAULT_PROFILES.find((each) => each.name === name);
