import { useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AwardOfCase } from '../award-types';
import { AskDialog } from '../requests/ask-dialog';
import { may, useSession } from '../session';
import { ActDialog } from './act-dialog';

const RATIO = /^(?:[1-9][0-9]{0,5}(?:\.[0-9]{1,6})?|0\.[0-9]{0,5}[1-9])$/;

interface Values {
  readonly ratios?: readonly (string | undefined)[];
}

/** What an officer does before an award is shown to the public: records sanctions, and keeps the computed award. */
export function AssessAward({ of }: { readonly of: AwardOfCase }) {
  const { t } = useTranslation();
  const session = useSession();
  const client = useQueryClient();
  const [doing, setDoing] = useState<'assess' | 'sanction'>();
  const shares = of.now?.shares ?? [];
  const isReady = of.conditions.every(({ name, met }) => met || name === 'money');
  const close = (): void => {
    setDoing(undefined);
    void client.invalidateQueries({ queryKey: ['list'] });
  };
  if (!may.keepAwards(session)) return null;
  return (
    <div className="row-actions">
      {of.assessment === null && isReady && (
        <Button
          type="primary"
          onClick={() => {
            setDoing('assess');
          }}
        >
          {t('award.assess')}
        </Button>
      )}
      <Button
        onClick={() => {
          setDoing('sanction');
        }}
      >
        {t('kind.sanction_record')}
      </Button>
      {doing === 'sanction' && (
        <AskDialog
          title={t('kind.sanction_record')}
          kind="sanction_record"
          book={of.case.book}
          content={{ case: of.case.id, grade: 3 }}
          onClose={close}
        />
      )}
      {doing === 'assess' && (
        <ActDialog
          name="assess"
          title={t('award.assess')}
          path={`/api/v1/cases/${of.case.id}/award/assessments`}
          reread={['award', of.case.id]}
          bodyOf={(values) => ({
            plaintiffs: shares.map(({ organization }, index) => {
              const share = (values as Values).ratios?.[index];
              return { organization, ...(share && { share }) };
            }),
          })}
          onClose={close}
        >
          <p>{t('award.assessHelp')}</p>
          {shares.map(({ organization, name }, index) => (
            <Form.Item
              key={organization}
              name={['ratios', index]}
              label={`${name} ${t('award.ratio')}`}
              rules={[{ pattern: RATIO, message: t('award.ratioRule') }]}
            >
              <Input inputMode="decimal" autoComplete="off" maxLength={12} />
            </Form.Item>
          ))}
        </ActDialog>
      )}
    </div>
  );
}
