import { Descriptions, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import type { AwardOfCase, AwardStep, ComputedAward } from '../award-types';
import { Money } from './money';
import { TableScroll } from './table-scroll';

/** What an award still lacks. */
export function AwardConditions({ of }: { readonly of: AwardOfCase['conditions'] }) {
  const { t } = useTranslation();
  return (
    <section className="panel" aria-label={t('award.conditions')}>
      <h2>{t('award.conditions')}</h2>
      <ul className="checklist">
        {of.map(({ name, met, missing }) => (
          <li key={name}>
            <span aria-hidden>{met ? '✓' : '✕'}</span> {t(`award.conditionOf.${name}`)}
            {missing.length === 0 ? '' : `：${t('award.missing')} ${missing.join(t('list.comma'))}`}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface Props {
  readonly title: string;
  readonly of: ComputedAward;
  readonly caseId: string;
}

/** The computation sheet: every input and every step. */
export function AwardSheetPanel({ title, of, caseId }: Props) {
  const { t, i18n } = useTranslation();
  const { sheet, shares } = of;
  const steps = i18n.language === 'zh' ? sheet.words : sheet.steps;
  return (
    <section className="panel" aria-label={title}>
      <h2>{title}</h2>
      <p>
        {t('award.ruleVersion')}：<code>{sheet.ruleVersion}</code> · {t('award.noLaw')}
      </p>
      <Descriptions
        size="small"
        bordered
        column={{ xs: 1, md: 2 }}
        items={[
          { key: 'base', label: t('award.base'), children: <Money amount={of.base} /> },
          { key: 'total', label: t('award.total'), children: <Money amount={of.total} /> },
          {
            key: 'quota',
            label: t('award.pool.sanction_quota'),
            children: <Money amount={of.fromSanctionQuota} />,
          },
          {
            key: 'fund',
            label: t('award.pool.award_fund'),
            children: <Money amount={of.fromAwardFund} />,
          },
          ...shares.map(({ organization, name, ratio, amount }) => ({
            key: organization,
            label: ratio === null ? name : `${name} (${ratio})`,
            children: <Money amount={amount} />,
          })),
        ]}
      />
      <TableScroll label={t('award.steps')}>
        <Table<AwardStep>
          size="small"
          pagination={false}
          rowKey={(step) => steps.indexOf(step)}
          dataSource={[...steps]}
          columns={[
            { key: 'what', title: t('award.step'), render: (_, { what }) => what },
            {
              key: 'gives',
              title: t('award.gives'),
              align: 'right',
              render: (_, { gives }) => gives,
            },
          ]}
        />
      </TableScroll>
      <a href={`/api/v1/cases/${caseId}/award/sheet.pdf`} download="award-sheet.pdf">
        {t('award.print')}
      </a>
    </section>
  );
}
