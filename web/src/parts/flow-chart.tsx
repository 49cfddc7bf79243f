import { SankeyChart } from 'echarts/charts';
import { AriaComponent } from 'echarts/components';
import { type EChartsType, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';

use([SankeyChart, AriaComponent, SVGRenderer]);

interface Flow {
  readonly source: string;
  readonly target: string;
  readonly value: number;
}

interface Props {
  /** What it shows, in words, for those who do not see it. */
  readonly label: string;
  readonly nodes: readonly string[];
  readonly flows: readonly Flow[];
}

const optionOf = ({ label, nodes, flows }: Props, color: string) => ({
  animation: false,
  aria: { enabled: true, label: { description: label } },
  series: [
    {
      type: 'sankey',
      draggable: false,
      silent: true,
      nodeGap: 14,
      layoutIterations: 0,
      data: nodes.map((name) => ({ name })),
      links: flows.map((flow) => ({ ...flow })),
      label: { fontSize: 12, color },
      lineStyle: { color: 'gradient', opacity: 0.4 },
    },
  ],
});

/** Money as bands from where it came to where it went; the table beside it says the same. */
export function FlowChart({ label, nodes, flows }: Props) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = place;
    if (current === null) return undefined;
    let chart: EChartsType | undefined;
    // A place without room, before the page is laid out or when it is left, has no chart.
    const follow = new ResizeObserver(() => {
      if (current.clientWidth === 0 || current.clientHeight === 0) return;
      if (chart === undefined) {
        chart = init(current, undefined, { renderer: 'svg' });
        chart.setOption(optionOf({ label, nodes, flows }, getComputedStyle(current).color));
      } else {
        chart.resize();
      }
    });
    follow.observe(current);
    return () => {
      follow.disconnect();
      chart?.dispose();
    };
  }, [label, nodes, flows]);
  return <div ref={place} className="flow-chart" role="img" aria-label={label} />;
}
