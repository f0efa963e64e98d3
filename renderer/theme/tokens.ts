/** Every colour of the window: [light, dark]. Cloudscape's theme and our own style sheet both read it. */
export const colours = {
  ground: ['#f4f6f8', '#0d1218'],
  card: ['#ffffff', '#161d26'],
  line: ['#d9dee5', '#323d4a'],
  edge: ['#8c8c94', '#656871'],
  text: ['#0f141a', '#ebedf0'],
  second: ['#424c58', '#c2cad4'],
  muted: ['#5a6572', '#a1adba'],
  amber: ['#855900', '#fbd332'],
  amberGround: ['#fffbec', '#2a230c'],
  amberLine: ['#e8c04c', '#7a6315'],
  red: ['#db0000', '#ff7a7a'],
  redGround: ['#fff5f5', '#2e1416'],
  green: ['#00802f', '#2bb534'],
  link: ['#006ce0', '#42b4ff'],
  linkHover: ['#002b66', '#75cfff'],
  chosen: ['#f0f6ff', '#0d2440'],
  track: ['#e7ebf0', '#2a3440'],
  bar: ['#2f7de1', '#2f7de1'],
  onLink: ['#ffffff', '#0d1218'],
  log: ['#f7f8fa', '#10161d'],
  /** What stood in the queue, and what ran, on a time axis. */
  queued: ['#c3cad4', '#424f5e'],
  ran: ['#1f63c7', '#2563b8'],
  /** Lines of a chart. */
  series1: ['#2f7de1', '#689ae8'],
  series2: ['#c33d69', '#e07f9d'],
  series3: ['#1b8177', '#2ea597'],
  series4: ['#6f3fb8', '#a783e1'],
  shadow: ['#0f141a14', '#00000000'],
} as const satisfies Record<string, readonly [string, string]>;

/** The top bar is dark in both appearances. */
export const barColours = { bar: ['#141a22', '#0a0e13'] } as const;

export const radius = { card: 12, choice: 10, log: 8 } as const;

export const fonts = {
  text: "'Open Sans', 'Helvetica Neue', Roboto, Arial, 'Noto Sans SC', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif",
  /** The Chinese face comes first there, so that quotes are full-width. */
  chinese:
    "'Noto Sans SC', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', 'Open Sans', Arial, sans-serif",
  code: "'JetBrains Mono', 'DejaVu Sans Mono', Menlo, Consolas, 'Noto Sans Mono CJK SC', monospace",
} as const;
