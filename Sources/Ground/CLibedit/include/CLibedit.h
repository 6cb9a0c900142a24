#pragma once

#include <histedit.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

/* One plain function for each variadic call of libedit that is used; Swift can't call variadic C. Wide characters travel
   as int32_t, so that no bit pattern is invalid on the way. */

typedef int (*tb_getc_function)(EditLine *, int32_t *);
typedef unsigned char (*tb_key_function)(EditLine *, int);
typedef int32_t *(*tb_prompt_function)(EditLine *);

typedef ssize_t (*tb_write_function)(void *, const char *, size_t);

/* The editor draws through a function of one's own; `output` is what it writes to, to be closed after its end. */
EditLine *tb_editor_new(const char *program, void *data, tb_write_function write, FILE **output);
void tb_editor_close_output(FILE *output);
void tb_editor_set_data(EditLine *editor, void *data);
void *tb_editor_data(EditLine *editor);
void tb_editor_use_emacs(EditLine *editor);
void tb_editor_set_prompt(EditLine *editor, tb_prompt_function prompt);
void tb_editor_set_getc(EditLine *editor, tb_getc_function getc);
void tb_editor_set_history(EditLine *editor, HistoryW *history);
/* Binds Tab, and a key that no terminal sends, to functions of one's own. */
void tb_editor_bind_tab(EditLine *editor, tb_key_function function);
void tb_editor_bind_action(EditLine *editor, unsigned char key, tb_key_function function);
/* Binds a key to one of libedit's commands. */
void tb_editor_bind_command(EditLine *editor, unsigned char key, const char *command);
void tb_editor_refresh(EditLine *editor);
void tb_editor_prepare_terminal(EditLine *editor, int raw);
/* The line, or NULL. *count is what libedit answers: -1 for an error, 0 for the end of input. */
const int32_t *tb_editor_read(EditLine *editor, int *count);
int tb_editor_insert(EditLine *editor, const int32_t *text);
/* The text being edited: its start, length and cursor. */
const int32_t *tb_editor_text(EditLine *editor, long *length, long *cursor);
/* What was printed must be out before anything else writes. */
void tb_flush_output(FILE *output);
/* The columns that a character takes, 0 for what can't be shown. */
int tb_width(int32_t character);
void tb_history_limit(HistoryW *history, int count);
void tb_history_enter(HistoryW *history, const int32_t *line);

/* Gives standard input, output and error a descriptor each where they are closed, one that can't be read or written:
   else a pipe or a file of the program's own would take their place. */
void tb_standard_descriptors(void);
/* Of threads that are started from now on. */
void tb_default_stack_size(size_t size);

/* Signals as bytes in a pipe: the handler does nothing else. */
int tb_signals_open(void);
void tb_signals_wake(unsigned char byte);
void tb_signal_catch(int signal);
void tb_signal_default(int signal);
/* SIGQUIT does what the system does, where it is not ignored. */
void tb_signal_plain_quit(void);
/* Catches SIGQUIT too. The second one, of a program that does not end, ends it at once, with the terminal as it is now. */
void tb_signal_catch_quit(void);
/* Broken pipes are errors of write, here and not in programs that are started. */
void tb_signal_ignore_pipe(void);
