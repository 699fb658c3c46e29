/** The part of MJML that the generator uses; the package brings no types. */
declare module 'mjml' {
  interface Options {
    readonly filePath: string
    readonly includePath: string
    readonly ignoreIncludes: boolean
    readonly validationLevel: 'strict'
    readonly keepComments: boolean
    /** Web fonts to import by name; none: a mail loads nothing. */
    readonly fonts: Readonly<Record<string, string>>
  }
  export default function mjml2html(mjml: string, options: Options): Promise<{ html: string }>
}
