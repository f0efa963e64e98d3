/** Style sheets are imported for their effect; the bundler puts them into one file. */
declare module '*.css';
/** The text of a style sheet. */
declare module '*.css?inline' {
  const text: string;
  export default text;
}
/** The address of a file that runs in a worker. */
declare module '*?worker&url' {
  const address: string;
  export default address;
}
