;; Speaks one sentence into a WAV file and prints its tokens and phones, each phone with its end in seconds,
;; the stress of its syllable and the number of its token (-1 in a pause).

;; The speed of the statistical voices is an option of their engine, not festival's Duration_Stretch.
(define (pitchreel_set_speed speed)
  (set! hts_engine_params
        (append pitchreel_engine_params (list (list "-r" speed)))))

(define (pitchreel_number_tokens token count)
  (if token
      (begin
        (format t "@token %s\n" (item.name token))
        (item.set_feat token "number" count)
        (pitchreel_number_tokens (item.next token) (+ count 1)))))

(define (pitchreel_owner segment)
  (let ((word (item.feat segment "R:SylStructure.parent.parent.name")))
    (if (string-equal word "0")
        -1
        (item.feat segment "R:SylStructure.parent.parent.R:Token.parent.number"))))

(define (pitchreel_print_phones segment)
  (if segment
      (begin
        (format t "@phone %s %f %s %d\n"
                (item.name segment)
                (item.feat segment "end")
                (item.feat segment "R:SylStructure.parent.stress")
                (pitchreel_owner segment))
        (pitchreel_print_phones (item.next segment)))))

(define (pitchreel_say text speed path)
  (pitchreel_set_speed speed)
  (let ((utt (eval (list 'Utterance 'Text text))))
    (utt.synth utt)
    (utt.save.wave utt path 'riff)
    (format t "@say\n")
    (pitchreel_number_tokens (utt.relation.first utt 'Token) 0)
    (pitchreel_print_phones (utt.relation.first utt 'Segment))))
