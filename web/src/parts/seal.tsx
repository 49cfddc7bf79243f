import { useQuery } from '@tanstack/react-query';
import { Descriptions } from 'antd';
import { useTranslation } from 'react-i18next';
import { callText } from '../api';
import { CopiedText } from './copied-text';
import { Instant } from './instant';
import { Loading } from './loading';
import { ProblemNotice, problemOfError } from './problem-notice';

interface Props {
  readonly title: string;
  /** Of the last checkpoint, a signed note (C2SP tlog-checkpoint): origin, size, root, signatures. */
  readonly path: string;
}

/** The last checkpoint of a log, to be kept elsewhere. */
export function Seal({ title, path }: Props) {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    queryKey: ['checkpoint', path],
    queryFn: ({ signal }) => callText({ path, signal }),
  });
  const [, size, root] = data?.text.split('\n') ?? [];
  return (
    <section className="panel" aria-label={title}>
      <h2>{title}</h2>
      {error !== null && <ProblemNotice problem={problemOfError(error)} />}
      {data === undefined && error === null && <Loading />}
      {data && (
        <>
          <Descriptions
            size="small"
            column={1}
            bordered
            items={[
              { key: 'size', label: t('seal.size'), children: size },
              {
                key: 'root',
                label: t('seal.root'),
                children: <code className="secret">{root}</code>,
              },
              { key: 'at', label: t('seal.at'), children: <Instant at={data.modifiedAt} /> },
            ]}
          />
          <CopiedText label={t('seal.note')} text={data.text} copy={t('seal.copy')} isLong />
        </>
      )}
    </section>
  );
}
