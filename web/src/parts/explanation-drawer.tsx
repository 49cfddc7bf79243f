import { Descriptions } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Explanation } from '../api-types';
import { DetailDrawer } from './detail-drawer';

interface Props {
  readonly explanation: Explanation | undefined;
  readonly onClose: () => void;
}

const ONE_LINE = 60;

/** A value as people read it: short ones on one line. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const text = JSON.stringify(value);
  return text.length > ONE_LINE ? JSON.stringify(value, undefined, 1) : text;
}

/** Why a figure is what it is: enough to compute it again with a pocket calculator. */
export function ExplanationDrawer({ explanation, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <DetailDrawer title={t('why.title')} onClose={onClose}>
      {explanation && <Reasons explanation={explanation} />}
    </DetailDrawer>
  );
}

function Reasons({ explanation }: { readonly explanation: Explanation }) {
  const { t } = useTranslation();
  const { subject, rule, ruleVersion, articles, inputs, steps, result } = explanation;
  const inputItems = Object.entries(inputs).map(([name, value]) => ({
    key: name,
    label: name,
    children: <code className="value">{textOf(value)}</code>,
  }));
  return (
    <div className="reasons">
      <p>
        <strong>{subject}</strong>
      </p>
      <Descriptions
        column={1}
        size="small"
        items={[
          { key: 'rule', label: t('why.rule'), children: `${rule} · ${ruleVersion}` },
          {
            key: 'articles',
            label: t('why.articles'),
            children: articles
              .map((article) => (article === 'default' ? t('why.default') : article))
              .join(' · '),
          },
        ]}
      />
      <h2>{t('why.inputs')}</h2>
      <Descriptions
        column={1}
        size="small"
        bordered
        items={inputItems}
        styles={{ label: { width: 180 } }}
      />
      <h2>{t('why.steps')}</h2>
      <ol>
        {steps.map(({ what, gives }, index) => (
          <li key={`${String(index)} ${what}`}>
            {what} = <strong className="money">{gives}</strong>
          </li>
        ))}
      </ol>
      <h2>{t('why.result')}</h2>
      <code className="value">{textOf(result)}</code>
    </div>
  );
}
