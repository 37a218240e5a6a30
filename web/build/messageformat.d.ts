/** The package has types for this module, but its path leads past them. */
declare module '@messageformat/core/compile-module.js' {
  /** The source of a module whose default export is the messages as functions. */
  function compileModule(format: object, messages: object): string;
  export = compileModule;
}
