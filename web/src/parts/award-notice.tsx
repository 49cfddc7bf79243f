import { Button, Form, Input, Select, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AssessedAward, AwardOfCase, Objection } from '../award-types';
import { AskDialog } from '../requests/ask-dialog';
import { may, useSession } from '../session';
import { ActDialog } from './act-dialog';
import { DocumentUpload } from './document-upload';
import { DayField, LongTextField, TextField } from './fields';
import { today } from './instant';
import { TableScroll } from './table-scroll';

interface Props {
  readonly of: AwardOfCase;
  readonly assessment: AssessedAward;
}

type Doing = 'notice' | 'object' | 'void' | 'ask' | { readonly decide: string };

/** The public notice of an assessment, what was objected, and what comes next. */
export function AwardNoticePanel({ of, assessment }: Props) {
  const { t } = useTranslation();
  const session = useSession();
  const [doing, setDoing] = useState<Doing>();
  const { notice, objections } = assessment;
  const isOpen = of.awards.every(({ recalledOn }) => recalledOn !== null);
  const act = (what: Doing, name: string) => (
    <Button
      onClick={() => {
        setDoing(what);
      }}
    >
      {name}
    </Button>
  );
  return (
    <section className="panel" aria-label={t('award.notice')}>
      <h2>{t('award.notice')}</h2>
      <p>
        {notice === null
          ? t('award.noNotice')
          : t('award.noticeDays', { from: notice.from, to: notice.to })}
      </p>
      {notice !== null && <p className="value">{notice.way}</p>}
      {objections.length > 0 && (
        <Objections
          of={objections}
          onDecide={(decide) => {
            setDoing({ decide });
          }}
        />
      )}
      {may.keepAwards(session) && isOpen && (
        <div className="row-actions">
          {notice === null && act('notice', t('award.publish'))}
          {notice !== null && act('object', t('award.recordObjection'))}
          {of.state === 'notice_over' && act('ask', t('award.askToDecide'))}
          {act('void', t('award.void'))}
        </div>
      )}
      {doing !== undefined && (
        <Dialogs
          doing={doing}
          of={of}
          assessment={assessment}
          onClose={() => {
            setDoing(undefined);
          }}
        />
      )}
    </section>
  );
}

interface DialogsProps extends Props {
  readonly doing: Doing;
  readonly onClose: () => void;
}

function Dialogs({ doing, of, assessment, onClose }: DialogsProps) {
  const { t } = useTranslation();
  const { id, earliestEnd } = assessment;
  const path = `/api/v1/award-assessments/${id}`;
  const shared = { reread: ['award', of.case.id], onClose };
  if (doing === 'ask') {
    return (
      <AskDialog
        title={t('award.askToDecide')}
        kind="award_decision"
        book={of.case.book}
        content={{ case: of.case.id, assessment: id }}
        help={t('award.askHelp')}
        onClose={onClose}
      />
    );
  }
  if (doing === 'notice') {
    return (
      <ActDialog
        name="notice"
        title={t('award.publish')}
        path={`${path}/notice`}
        initialValues={{ from: today(), to: earliestEnd }}
        {...shared}
      >
        <DayField name="from" label={t('award.from')} />
        <DayField name="to" label={t('award.to')} help={t('award.toHelp')} />
        <LongTextField name="way" label={t('award.way')} longest={1_000} />
      </ActDialog>
    );
  }
  if (doing === 'object') {
    return (
      <ActDialog
        name="objection"
        title={t('award.recordObjection')}
        path={`${path}/objections`}
        initialValues={{ on: today() }}
        {...shared}
      >
        <ObjectionFields book={of.case.book} />
      </ActDialog>
    );
  }
  if (doing === 'void') {
    return (
      <ActDialog name="void" title={t('award.void')} path={`${path}/voiding`} {...shared}>
        <LongTextField name="reason" label={t('content.reason')} longest={2_000} />
      </ActDialog>
    );
  }
  return (
    <ActDialog
      name="decision"
      title={t('award.decideObjection')}
      path={`/api/v1/award-objections/${doing.decide}/decision`}
      {...shared}
    >
      <Form.Item
        name="decision"
        label={t('award.verdict')}
        rules={[{ required: true, message: t('field.required') }]}
      >
        <Select
          options={(['uphold', 'dismiss'] as const).map((value) => ({
            value,
            label: t(`award.verdictOf.${value}`),
          }))}
        />
      </Form.Item>
      <LongTextField name="reason" label={t('content.reason')} longest={2_000} />
    </ActDialog>
  );
}

function ObjectionFields({ book }: { readonly book: string }) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const [name, setName] = useState('');
  return (
    <>
      <TextField name="objector" label={t('award.objector')} longest={100} />
      <DayField name="on" label={t('award.objectedOn')} />
      <LongTextField name="objection" label={t('award.objection')} longest={2_000} />
      <Form.Item name="document" hidden noStyle>
        <Input />
      </Form.Item>
      <p>{name}</p>
      <DocumentUpload
        book={book}
        label={t('case.addDocument')}
        onStored={({ id, name: called }) => {
          setName(called);
          form.setFieldValue('document', id);
        }}
      />
    </>
  );
}

interface ObjectionsProps {
  readonly of: readonly Objection[];
  readonly onDecide: (id: string) => void;
}

function Objections({ of, onDecide }: ObjectionsProps) {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <TableScroll label={t('award.objections')}>
      <Table<Objection>
        size="small"
        pagination={false}
        rowKey={({ id }) => id}
        dataSource={[...of]}
        columns={[
          { key: 'who', title: t('award.objector'), render: (_, { objector }) => objector },
          { key: 'on', title: t('award.objectedOn'), render: (_, { on }) => on },
          { key: 'what', title: t('award.objection'), render: (_, { objection }) => objection },
          {
            key: 'decision',
            title: t('award.verdict'),
            render: (_, { id, decision }) =>
              decision === null ? (
                may.decideObjections(session) ? (
                  <Button
                    size="small"
                    onClick={() => {
                      onDecide(id);
                    }}
                  >
                    {t('award.decideObjection')}
                  </Button>
                ) : (
                  t('award.undecided')
                )
              ) : (
                `${t(`award.verdictOf.${decision.upheld ? 'uphold' : 'dismiss'}`)}：${decision.reason}`
              ),
          },
        ]}
      />
    </TableScroll>
  );
}
